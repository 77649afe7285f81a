using System.Buffers;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using KafkaGen.Connections;
using KafkaGen.Protocol;
using KafkaGen.Protocol.Messages;

#pragma warning disable xUnit1051 // a resolver that hangs heeds no token

namespace KafkaGen.Tests.Connections;

/// <summary>Connections to a listener that does what a broker should not.</summary>
public sealed class ConnectionTests : IDisposable
{
    private static readonly TimeSpan s_bound = TimeSpan.FromSeconds(30);

    // In the words of the system.
    private static readonly string s_refused = new SocketException((int)SocketError.ConnectionRefused).Message;

    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly Seen _seen = new();

    public ConnectionTests()
    {
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen();
    }

    private int Port => ((IPEndPoint)_listener.LocalEndPoint!).Port;

    public void Dispose() => _listener.Dispose();

    [Fact]
    public void A_request_arrives_and_its_answer_comes_back()
    {
        BrokerConnection connection = Connect(out Socket broker);

        connection.Send(new ApiVersionsRequest { ClientSoftwareName = "test", ClientSoftwareVersion = "1" }, 3, 77);

        byte[] frame = ReadFrame(broker);
        (RequestHeader header, _) = MessageFrame.ReadRequest(frame);
        Assert.Equal((ApiKey.ApiVersions, (short)3, 77, "tester"), (header.Key, header.Version, header.CorrelationId, header.ClientId));

        broker.Send([0, 0, 0, 5, 0, 0, 0, 77, 42]);
        Assert.Equal([0, 0, 0, 77, 42], _seen.Frames.Take());
        connection.Close();
        Assert.Equal("this client closed it", _seen.Closed.Take());
    }

    [Theory]
    [InlineData(new byte[] { 255, 255, 255, 255 }, "is -1")]
    [InlineData(new byte[] { 127, 255, 255, 255 }, "is 2147483647")]
    public void A_length_that_is_none_closes_the_connection_with_the_reason(byte[] length, string reason)
    {
        Connect(out Socket broker);

        broker.Send(length);

        Assert.Contains(reason, _seen.Closed.Take(), StringComparison.Ordinal);
        Assert.Equal(0, broker.Receive(new byte[1]));
    }

    [Fact]
    public void A_broker_that_closes_is_told_once_and_after_both_threads_have_left()
    {
        using ManualResetEventSlim goOn = new();
        _seen.HoldsWriter = goOn;
        BrokerConnection connection = Connect(out Socket broker);
        connection.Send(new ProduceRequest { Acks = 0, TimeoutMs = 1 }, 9, 1);
        ReadFrame(broker);
        Assert.Equal(1, _seen.Written.Take());

        broker.Dispose();

        Assert.True(_seen.Reader!.Join(s_bound), "the reader did not leave");
        Assert.Empty(_seen.Closed);
        goOn.Set();
        Assert.Equal("the broker closed it", _seen.Closed.Take());
        Assert.True(_seen.Writer!.Join(s_bound), "the writer did not leave");
        connection.Send(new ApiVersionsRequest(), 0, 2);
        connection.Close();
        Assert.Empty(_seen.Closed);
    }

    [Fact]
    public void Closing_ends_a_write_to_a_broker_that_stopped_reading()
    {
        BrokerConnection connection = Connect(out Socket broker);
        ProduceRequest large = new() { Acks = 0, TimeoutMs = 1 };
        ProduceRequest.Topic topic = new() { Name = "t" };
        topic.Partitions.Add(new ProduceRequest.Partition { Index = 0, Records = new ReadOnlySequence<byte>(new byte[64 * 1024 * 1024]) });
        large.Topics.Add(topic);
        connection.Send(large, 9, 1);

        // The first byte is there, so that the write has begun, and the system's buffers cannot hold the rest.
        broker.Receive(new byte[1]);
        connection.Close();

        Assert.Equal("this client closed it", _seen.Closed.Take());
        Assert.Empty(_seen.Written);
    }

    [Fact]
    public void Many_pieces_arrive_whole_and_in_order()
    {
        BrokerConnection connection = Connect(out Socket broker);
        ProduceRequest request = new() { Acks = 0, TimeoutMs = 1 };
        ProduceRequest.Topic topic = new() { Name = "t" };
        request.Topics.Add(topic);
        for (int i = 0; i < 300; i++)
        {
            byte[] records = new byte[5_000 + i];
            records.AsSpan().Fill((byte)i);
            topic.Partitions.Add(new ProduceRequest.Partition { Index = i, Records = new ReadOnlySequence<byte>(records) });
        }

        connection.Send(request, 9, 5);

        (_, Request? read) = MessageFrame.ReadRequest(ReadFrame(broker));
        List<ProduceRequest.Partition> partitions = Assert.IsType<ProduceRequest>(read).Topics.Single().Partitions;
        Assert.Equal(300, partitions.Count);
        Assert.All(partitions, (partition, i) => Assert.Equal(topic.Partitions[i].Records!.Value.ToArray(), partition.Records!.Value.ToArray()));
        Assert.Equal(5, _seen.Written.Take());
        connection.Close();
        _seen.Closed.Take();
    }

    [Fact]
    public void More_requests_than_may_wait_close_the_connection()
    {
        BrokerConnection connection = Connect(out Socket _, settings => settings with { MaxWaiting = 2 });
        ProduceRequest large = new() { Acks = 1, TimeoutMs = 1 };
        ProduceRequest.Topic topic = new() { Name = "t" };
        topic.Partitions.Add(new ProduceRequest.Partition { Index = 0, Records = new ReadOnlySequence<byte>(new byte[64 * 1024 * 1024]) });
        large.Topics.Add(topic);
        for (int i = 0; i < 4; i++)
        {
            connection.Send(large, 9, i);
        }

        Assert.Contains("2 requests wait to be written already", _seen.Closed.Take(), StringComparison.Ordinal);
    }

    [Fact]
    public void All_addresses_of_a_name_are_tried_in_turn()
    {
        Attempt(settings => settings with { Resolve = _ => [IPAddress.IPv6Loopback, IPAddress.Loopback] }).Start();

        using Socket broker = _listener.Accept();
        _seen.Connected.Take().Close();
        Assert.Equal("this client closed it", _seen.Closed.Take());
    }

    [Fact]
    public void An_attempt_that_fails_names_every_address_and_its_trouble()
    {
        int port = Port;
        _listener.Dispose();
        new ConnectionAttempt("broker", port, new ConnectionSettings { Resolve = _ => [IPAddress.Loopback, IPAddress.Loopback] }, TimeProvider.System, _seen).Start();

        string reason = _seen.Failed.Take();

        Assert.Equal($"127.0.0.1:{port}: {s_refused}; 127.0.0.1:{port}: {s_refused}", reason);
    }

    [Fact]
    public void An_attempt_to_an_address_that_fails_leaves_the_address_to_whoever_gave_it()
    {
        int port = Port;
        _listener.Dispose();
        new ConnectionAttempt("127.0.0.1", port, new ConnectionSettings(), TimeProvider.System, _seen).Start();

        Assert.Equal(s_refused, _seen.Failed.Take());
    }

    [Fact]
    public void A_name_without_an_address_fails_with_the_name()
    {
        Attempt(settings => settings with { Resolve = _ => throw new SocketException((int)SocketError.HostNotFound) }).Start();

        Assert.StartsWith("broker could not be resolved", _seen.Failed.Take(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_resolver_that_hangs_is_left_alone_when_its_time_is_over()
    {
        using ManualResetEventSlim end = new();
        using Line<Thread> resolving = new();
        ConnectionAttempt attempt = Attempt(settings => settings with
        {
            SetupTimeout = TimeSpan.FromMilliseconds(20),
            Resolve = _ =>
            {
                resolving.Add(Thread.CurrentThread);
                end.Wait();
                return [IPAddress.Loopback];
            },
        });
        attempt.Start();

        string reason = UntilFailed(attempt);
        Thread resolver = resolving.Take();
        end.Set();

        Assert.Equal("the name broker was not resolved within 20 ms", reason);
        Assert.True(resolver.Join(s_bound), "the thread went on with what it had resolved too late");
        Assert.Empty(_seen.Connected);
        Assert.Empty(_seen.Failed);
    }

    [Fact]
    public void An_address_that_does_not_answer_is_given_up_and_the_next_one_is_tried()
    {
        using FullPort full = FullPort.OpenOrSkip(Port);
        ConnectionAttempt attempt = Attempt(settings => settings with
        {
            SetupTimeout = TimeSpan.FromMilliseconds(200),
            Resolve = _ => [FullPort.Address, FullPort.Address, IPAddress.Loopback],
        });
        long began = Stopwatch.GetTimestamp();
        attempt.Start();
        BrokerConnection? connection;
        long until = Environment.TickCount64 + (long)s_bound.TotalMilliseconds;
        while (!_seen.Connected.TryTake(out connection, 10))
        {
            attempt.CheckTime();
            Assert.True(Environment.TickCount64 < until, "it was not connected");
        }

        Assert.True(Stopwatch.GetElapsedTime(began) >= TimeSpan.FromMilliseconds(2 * 200), "the addresses before it did not hang");
        connection.Close();
        _seen.Closed.Take();
    }

    private string UntilFailed(ConnectionAttempt attempt)
    {
        string? reason;
        long until = Environment.TickCount64 + (long)s_bound.TotalMilliseconds;
        while (!_seen.Failed.TryTake(out reason, 10))
        {
            attempt.CheckTime();
            Assert.True(Environment.TickCount64 < until, "it did not fail");
        }

        return reason;
    }

    private ConnectionAttempt Attempt(Func<ConnectionSettings, ConnectionSettings>? change = null)
    {
        ConnectionSettings settings = new() { ClientId = "tester", Resolve = _ => [IPAddress.Loopback] };
        return new ConnectionAttempt("broker", Port, change?.Invoke(settings) ?? settings, TimeProvider.System, _seen);
    }

    private BrokerConnection Connect(out Socket broker, Func<ConnectionSettings, ConnectionSettings>? change = null)
    {
        Attempt(change).Start();
        broker = _listener.Accept();
        return _seen.Connected.Take();
    }

    private static byte[] ReadFrame(Socket broker)
    {
        byte[] length = ReadExactly(broker, sizeof(int));
        return ReadExactly(broker, System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(length));
    }

    private static byte[] ReadExactly(Socket broker, int count)
    {
        byte[] bytes = new byte[count];
        using NetworkStream stream = new(broker, ownsSocket: false);
        stream.ReadExactly(bytes);
        return bytes;
    }

    /// <summary>What the connection has told, each in a line of its own.</summary>
    private sealed class Seen : IConnectionEvents
    {
        internal Line<BrokerConnection> Connected { get; } = new();

        internal Line<string> Failed { get; } = new();

        internal Line<byte[]> Frames { get; } = new();

        internal Line<int> Written { get; } = new();

        internal Line<string> Closed { get; } = new();

        internal Thread? Reader { get; private set; }

        internal Thread? Writer { get; private set; }

        /// <summary>What the writer waits for when it has told that it wrote something.</summary>
        internal ManualResetEventSlim? HoldsWriter { get; set; }

        void IConnectionEvents.Connected(BrokerConnection connection)
        {
            Reader = Thread.CurrentThread;
            Connected.Add(connection);
        }

        void IConnectionEvents.Failed(string reason) => Failed.Add(reason);

        void IConnectionEvents.Received(byte[] frame, int length)
        {
            Frames.Add(frame[..length]);
            ArrayPool<byte>.Shared.Return(frame);
        }

        void IConnectionEvents.Written(int correlationId)
        {
            Writer = Thread.CurrentThread;
            Written.Add(correlationId);
            HoldsWriter?.Wait();
        }

        void IConnectionEvents.Closed(string reason) => Closed.Add(reason);
    }

    private sealed class Line<T> : BlockingCollection<T>
    {
        internal new T Take()
        {
            Assert.True(TryTake(out T? item, s_bound), "nothing came");
            return item;
        }
    }
}
