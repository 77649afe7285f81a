using System.Net.Sockets;
using System.Runtime.InteropServices;
using KafkaGen.ApplicationCode;
using KafkaGen.Protocol;
using KafkaGen.Protocol.Messages;
using KafkaGen.Protocol.Primitives;

namespace KafkaGen.Connections;

/// <summary>
/// A connection to a broker: a thread that writes requests, and one that reads frames. Both block in the system, so that neither needs the thread pool, which applications block.
/// </summary>
/// <remarks>
/// Neither decides anything: what they see is told to <see cref="IConnectionEvents"/>. Whatever ends one of them ends the connection, with its reason. For TLS and SASL a
/// <see cref="System.Net.Security.SslStream"/> takes the place of the socket in <see cref="ReadFrames"/> and <see cref="WriteAll"/>, and the login comes before the threads.
/// </remarks>
internal sealed class BrokerConnection(Socket socket, ConnectionSettings settings, IConnectionEvents events)
{
    /// <summary>Room for what the threads call, with a margin. A cluster of hundreds of brokers has twice as many threads.</summary>
    internal const int StackSize = 256 * 1024;

    // Systems take no more than 1,024 pieces in one call (IOV_MAX). So many of 32 KiB are more than a socket's buffer holds.
    private const int MaxGathered = 64;

    private readonly object _gate = new();
    private readonly Queue<Outgoing> _waiting = new();
    private readonly List<ReadOnlyMemory<byte>> _pieces = [];
    private readonly List<ArraySegment<byte>> _gathered = [];
    private string? _reason;
    private int _threads = 2;
    private bool _isWriterIdle;

    /// <summary>Hands a request to the writer. Never blocks; does nothing once the connection has ended.</summary>
    internal void Send(Request request, short version, int correlationId)
    {
        bool isFull;
        lock (_gate)
        {
            if (_reason is not null)
            {
                return;
            }

            isFull = _waiting.Count >= settings.MaxWaiting;
            if (!isFull)
            {
                _waiting.Enqueue(new Outgoing(request, version, correlationId));
                if (_isWriterIdle)
                {
                    Monitor.Pulse(_gate);
                }
            }
        }

        if (isFull)
        {
            End($"{settings.MaxWaiting} requests wait to be written already");
        }
    }

    /// <summary>Cuts the connection, which ends what its threads wait for. Never blocks; <see cref="IConnectionEvents.Closed"/> follows.</summary>
    internal void Close() => End("this client closed it");

    /// <summary>Reads on the calling thread until the connection ends, and writes on another one.</summary>
    internal void Run()
    {
        try
        {
            OwnThread.Start($"{Thread.CurrentThread.Name} writer", Write, StackSize);
        }
#pragma warning disable CA1031 // whatever keeps the system from giving another thread ends the connection
        catch (Exception error)
#pragma warning restore CA1031
        {
            End($"there is no thread for it ({error.Message})");
            Leave();
        }

        Read();
    }

    private void Read()
    {
        try
        {
            ReadFrames();
            End("the broker closed it");
        }
#pragma warning disable CA1031 // whatever happens here is told as the reason
        catch (Exception error)
#pragma warning restore CA1031
        {
            End(Describe("reading", error));
        }

        Leave();
    }

    private void ReadFrames()
    {
        using FrameBuffer buffer = new(settings.MaxFrame);
        while (socket.Receive(buffer.Free) is > 0 and int count)
        {
            buffer.Advance(count);
            while (buffer.TryTake(out byte[] frame, out int length))
            {
                events.Received(frame, length);
            }
        }
    }

    private void Write()
    {
        try
        {
            using ProtocolWriter writer = new();
            while (TryNext(out Outgoing next))
            {
                MessageFrame.WriteRequest(writer, next.Request, next.Version, next.CorrelationId, settings.ClientId);
                WriteAll(writer);
                writer.Reset();
                if (next.Request is ProduceRequest { Acks: 0 })
                {
                    events.Written(next.CorrelationId);
                }
            }
        }
#pragma warning disable CA1031 // whatever happens here is told as the reason
        catch (Exception error)
#pragma warning restore CA1031
        {
            End(Describe("writing", error));
        }

        Leave();
    }

    private bool TryNext(out Outgoing next)
    {
        lock (_gate)
        {
            while (_reason is null)
            {
                if (_waiting.TryDequeue(out next))
                {
                    return true;
                }

                _isWriterIdle = true;
                Monitor.Wait(_gate);
                _isWriterIdle = false;
            }

            next = default;
            return false;
        }
    }

    // Batches go out from where they are, as many pieces at a time as the system takes.
    private void WriteAll(ProtocolWriter writer)
    {
        _pieces.Clear();
        writer.CopyTo(_pieces);
        int piece = 0;
        int begun = 0;
        while (piece < _pieces.Count)
        {
            _gathered.Clear();
            for (int i = piece; i < _pieces.Count && _gathered.Count < MaxGathered; i++)
            {
                MemoryMarshal.TryGetArray(i == piece ? _pieces[i][begun..] : _pieces[i], out ArraySegment<byte> bytes);
                _gathered.Add(bytes);
            }

            begun += socket.Send(_gathered);
            while (piece < _pieces.Count && begun >= _pieces[piece].Length)
            {
                begun -= _pieces[piece++].Length;
            }
        }

        // What is kept here would keep the memory of batches that nobody pools any more.
        _pieces.Clear();
        _gathered.Clear();
    }

    private void End(string reason)
    {
        lock (_gate)
        {
            if (_reason is not null)
            {
                return;
            }

            _reason = reason;
            _waiting.Clear();
            Monitor.Pulse(_gate);
        }

        Unblock();
    }

    // Both threads return from the system. The last of them disposes of the socket: doing so here would wait for them, except on Windows, where only closing ends a call that blocks.
    private void Unblock()
    {
        if (OperatingSystem.IsWindows())
        {
            socket.Dispose();
            return;
        }

        try
        {
            socket.Shutdown(SocketShutdown.Both);
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
            // The other side was first, which has unblocked them, too.
        }
    }

    private void Leave()
    {
        if (Interlocked.Decrement(ref _threads) == 0)
        {
            socket.Dispose();
            events.Closed(_reason!);
        }
    }

    private static string Describe(string doing, Exception error) => error is SocketException or ProtocolException ? error.Message : $"{doing} failed with {error}";

    private readonly record struct Outgoing(Request Request, short Version, int CorrelationId);
}
