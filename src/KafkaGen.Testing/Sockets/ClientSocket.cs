using System.Buffers;
using System.Buffers.Binary;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using KafkaGen.Testing.Broker;
using KafkaGen.Testing.Broker.Connections;

namespace KafkaGen.Testing.Sockets;

/// <summary>
/// A client's socket. Its thread reads requests and writes the answers that come at once; answers that come later, or because of somebody else, are
/// written by a second thread, which is there only when one was needed. A client that does not read stops nobody but itself.
/// </summary>
internal sealed class ClientSocket(ClusterServer server, BrokerNode broker, Socket socket) : IConnectionOutput
{
    private const int LengthSize = 4;
    private const int FirstCapacity = 64 * 1024;

    // Beyond it nothing more is read until the client has read: TCP then holds it back.
    private const int MaxUnsent = 1024 * 1024;

    [ThreadStatic]
    private static ClientSocket? s_readsHere;

    private readonly object _output = new();
    private readonly Queue<ReadOnlyMemory<byte>> _answers = new();
    private Stream? _stream;
    private long _unsent;
    private bool _isPaused;
    private bool _isWriting;
    private bool _isClosing;
    private bool _hasWriter;
    private volatile bool _isHeldBack;

    /// <summary>Whether nothing is read from the client before it has read, or its requests have had their turn.</summary>
    public bool IsHeldBack => _isHeldBack;

    public long UnsentBytes
    {
        get
        {
            lock (_output)
            {
                return _unsent;
            }
        }
    }

    public void Start() =>
        new Thread(Run, ClusterServer.StackSize) { IsBackground = true, Name = $"Embedded Kafka: client of broker {broker.Id}" }.Start();

    /// <summary>Called with the model's lock held: only takes the answer.</summary>
    public void Send(ReadOnlyMemory<byte> answer)
    {
        lock (_output)
        {
            _answers.Enqueue(answer);
            _unsent += answer.Length;
            WakeWriter();
        }
    }

    /// <summary>Called with the model's lock held. What was answered before is still sent, within <see cref="ClusterServer.CloseWithin"/>.</summary>
    public void Close()
    {
        lock (_output)
        {
            _isClosing = true;
            WakeWriter();
        }

        server.CutOffLater(this);
    }

    /// <summary>Called with the model's lock held.</summary>
    public void Pause()
    {
        lock (_output)
        {
            _isPaused = true;
        }
    }

    /// <summary>Called with the model's lock held.</summary>
    public void Resume()
    {
        lock (_output)
        {
            _isPaused = false;
            Monitor.PulseAll(_output);
        }
    }

    /// <summary>Ends what the socket's threads wait for, and with that the threads.</summary>
    public void CutOff() => CloseSocket();

    private void Run()
    {
        s_readsHere = this;
        Connection? connection = server.Connect(broker, this);
        if (connection is null)
        {
            socket.Dispose();
            return;
        }

        try
        {
            _stream = Open();
            Read(connection, _stream);
        }
        catch (AuthenticationException handshake)
        {
            server.Refuse(connection, $"the TLS handshake failed ({handshake.InnerException?.Message ?? handshake.Message})");
        }
        catch (Exception gone) when (gone is IOException or SocketException or ObjectDisposedException)
        {
            // The client has gone; what that means is told below.
        }
        finally
        {
            server.Disconnected(connection);
            lock (_output)
            {
                _isClosing = true;
                Monitor.PulseAll(_output);
            }

            CloseSocket();
            server.Ended(this);
        }
    }

    private Stream Open()
    {
        NetworkStream plain = new(socket, ownsSocket: false);
        if (server.Certificate is null)
        {
            return plain;
        }

        SslStream secure = new(plain);
        secure.AuthenticateAsServer(server.Certificate);
        return secure;
    }

    private void Read(Connection connection, Stream stream)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(FirstCapacity);
        int filled = 0;
        bool isFirst = true;
        try
        {
            while (true)
            {
                int read = stream.Read(buffer, filled, buffer.Length - filled);
                if (read == 0)
                {
                    return;
                }

                filled += read;
                int at = 0;
                while (filled - at >= LengthSize)
                {
                    int length = BinaryPrimitives.ReadInt32BigEndian(buffer.AsSpan(at));
                    if (Refusal(buffer.AsSpan(at, filled - at), length, isFirst) is { } refusal)
                    {
                        server.Refuse(connection, refusal);
                        DrainAll();
                        return;
                    }

                    isFirst = false;
                    if (filled - at - LengthSize < length)
                    {
                        break;
                    }

                    server.Receive(connection, buffer.AsMemory(at + LengthSize, length));
                    at += LengthSize + length;
                    if (!AwaitRoom())
                    {
                        return;
                    }
                }

                buffer = Compact(buffer, at, ref filled);
                server.Allocations.Count();
                if (!Drain())
                {
                    return;
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Waits until there is room for more requests and their answers, and tells whether the connection goes on.</summary>
    private bool AwaitRoom()
    {
        if (HasRoom())
        {
            return true;
        }

        _isHeldBack = true;

        // What this thread has answered nobody else writes.
        bool goesOn = Drain();
        lock (_output)
        {
            while (goesOn && !_isClosing && !HasRoom())
            {
                Monitor.Wait(_output);
            }
        }

        _isHeldBack = false;
        return goesOn;
    }

    private bool HasRoom()
    {
        lock (_output)
        {
            return !_isPaused && _unsent <= MaxUnsent;
        }
    }

    private string? Refusal(ReadOnlySpan<byte> bytes, int length, bool isFirst)
    {
        if (isFirst && WireGuess.ExplainStart(bytes) is { } guess)
        {
            return guess;
        }

        return length < 0 || length > server.Cluster.Settings.MaxRequestBytes
            ? $"a request says that it has {length} bytes, and {server.Cluster.Settings.MaxRequestBytes} are allowed"
            : null;
    }

    /// <summary>Moves what is left of a request to the front, of a buffer into which it fits.</summary>
    private static byte[] Compact(byte[] buffer, int at, ref int filled)
    {
        int left = filled - at;
        int needed = left >= LengthSize ? LengthSize + BinaryPrimitives.ReadInt32BigEndian(buffer.AsSpan(at)) : FirstCapacity;
        byte[] target = buffer;
        if (needed > buffer.Length)
        {
            target = ArrayPool<byte>.Shared.Rent(needed);
        }

        Buffer.BlockCopy(buffer, at, target, 0, left);
        filled = left;
        if (target != buffer)
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        return target;
    }

    private void WakeWriter()
    {
        if (s_readsHere == this)
        {
            // This thread writes before it reads on.
            return;
        }

        if (!_hasWriter)
        {
            _hasWriter = true;
            new Thread(Write, ClusterServer.StackSize) { IsBackground = true, Name = $"Embedded Kafka: answers of broker {broker.Id}" }.Start();
        }

        Monitor.PulseAll(_output);
    }

    private void Write()
    {
        do
        {
            server.Allocations.Count();
            lock (_output)
            {
                while (_isWriting || (_answers.Count == 0 && !_isClosing))
                {
                    Monitor.Wait(_output);
                }
            }
        }
        while (Drain());
    }

    /// <summary>Writes what was answered, unless another thread does, and tells whether the connection goes on.</summary>
    private bool Drain()
    {
        while (true)
        {
            ReadOnlyMemory<byte> next;
            lock (_output)
            {
                if (_isWriting)
                {
                    return true;
                }

                if (!_answers.TryDequeue(out next))
                {
                    if (_isClosing)
                    {
                        CloseSocket();
                    }

                    return !_isClosing;
                }

                _isWriting = true;
            }

            try
            {
                // Before TLS is agreed upon there is nothing to answer.
                _stream?.Write(next.Span);
            }
            catch (Exception gone) when (gone is IOException or SocketException or ObjectDisposedException)
            {
                CloseSocket();
                return false;
            }
            finally
            {
                lock (_output)
                {
                    _isWriting = false;
                    _unsent -= next.Length;
                    Monitor.PulseAll(_output);
                }
            }
        }
    }

    /// <summary>Writes what was answered, and waits for the other thread where that does.</summary>
    private void DrainAll()
    {
        while (Drain())
        {
            lock (_output)
            {
                while (_isWriting)
                {
                    Monitor.Wait(_output);
                }
            }
        }
    }

    private void CloseSocket()
    {
        try
        {
            socket.Shutdown(SocketShutdown.Both);
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
            // It was closed by the client, or before.
        }

        socket.Dispose();
    }
}
