using System.Net;
using System.Net.Sockets;

namespace KafkaGen.KafkaTests.Kafka;

/// <summary>
/// Free ports below the range that systems hand to outgoing connections: brokers get fixed ports, and one that a client's connection takes
/// while its broker is down could not be bound again.
/// </summary>
internal static class LoopbackPorts
{
    private const int First = 20_000;
    private const int Last = 32_000;

    public static int[] Take(int count)
    {
        var listeners = new List<TcpListener>(count);
        try
        {
            for (int tries = 0; listeners.Count < count; tries++)
            {
                var listener = new TcpListener(IPAddress.Loopback, Random.Shared.Next(First, Last));
                try
                {
                    listener.Start();
                    listeners.Add(listener);
                }
                catch (SocketException) when (tries < 100)
                {
                    listener.Dispose();
                }
            }

            return [.. listeners.Select(listener => ((IPEndPoint)listener.LocalEndpoint).Port)];
        }
        finally
        {
            listeners.ForEach(listener => listener.Dispose());
        }
    }
}
