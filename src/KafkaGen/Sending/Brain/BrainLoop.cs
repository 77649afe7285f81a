using System.Buffers;
using KafkaGen.Accumulating;
using KafkaGen.ApplicationCode;
using KafkaGen.Connections;

namespace KafkaGen.Sending.Brain;

/// <summary>
/// The sender of one client: the thread that owns its <see cref="SenderBrain"/>, and what the brain has done by others. Everybody else puts what has happened into the inbox of that
/// thread, by the batch and never by the record.
/// </summary>
/// <remarks>Its public members are for any thread. Nothing here needs a thread of the pool, which applications block.</remarks>
internal sealed class BrainLoop : ISenderIo
{
    private const int MaxNotes = 1024;

    // Threads of connections leave as soon as their socket is shut; a compressor when its batch is done.
    private static readonly TimeSpan s_afterEnd = TimeSpan.FromSeconds(5);

    private readonly object _gate = new();
    private readonly LoopInbox _inbox = new();
    private readonly ConnectionSettings _connectionSettings;
    private readonly TimeProvider _time;
    private readonly SenderClock _clock;
    private readonly SenderBrain _brain;
    private readonly BrainHost _host;
    private readonly CompressorThreads _compressors;
    private readonly Outlet<BrainNote>? _notes;
    private readonly Dictionary<string, TopicSender> _topics = [];
    private readonly TaskCompletionSource _over = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private readonly long _deliveryTimeout;
    private readonly ManualResetEventSlim _contact = new();

    private Task? _closing;

    // The loop's alone from here on.
    private readonly List<LoopConnection> _attempts = [];
    private List<LoopEvent> _events = [];
    private int _handled;
    private int _connections;
    private int _compressing;
    private bool _isEnded;
    private long _turns;
    private int _brokers;

    /// <param name="settings">What the brain goes by.</param>
    /// <param name="connections">What connections are like.</param>
    /// <param name="bufferMemory">How many bytes of records may be unanswered [<c>buffer.memory</c>].</param>
    /// <param name="time">The clock. Waits are those of the system.</param>
    /// <param name="host">Who is told of what happens here.</param>
    internal BrainLoop(BrainSettings settings, ConnectionSettings connections, long bufferMemory, TimeProvider? time = null, BrainHost host = default)
    {
        _host = host;
        _connectionSettings = connections with { ClientId = settings.ClientId };
        _time = time ?? TimeProvider.System;
        _clock = new SenderClock(_time);
        Room = new Room(bufferMemory, host.OnRoom ?? (static () => { }), host.MaxRecords ?? int.MaxValue);
        _compressors = new CompressorThreads(Room, (partition, batch, trouble) => Post(new LoopEvent(LoopEventKind.Compressed, partition, (batch, trouble))));
        _notes = host.OnNote is not { } onNote ? null : new Outlet<BrainNote>("KafkaGen notes", MaxNotes, (note, _) => onNote(note));
        _brain = new SenderBrain(settings, this, _clock, Room, new Random(), host.Observer);
        _deliveryTimeout = settings.DeliveryTimeout;
        OwnThread.Start("KafkaGen sender", Run);
    }

    /// <summary>The sender's clock.</summary>
    internal SenderClock Clock => _clock;

    internal Room Room { get; }

    /// <summary>Completes when the loop and the threads of its connections and compressors have ended.</summary>
    internal Task WhenOver => _over.Task;

    /// <summary>How often the brain was asked what to do.</summary>
    internal long Turns => Volatile.Read(ref _turns);

    /// <summary>Opens a topic. The first call decides about the codec.</summary>
    /// <returns>The topic, whose queues are there when <see cref="TopicSender.WhenKnown"/> is completed.</returns>
    /// <param name="name">The topic.</param>
    /// <param name="codec">How its batches are compressed.</param>
    /// <param name="level">The codec's level; <see langword="null"/> for its default.</param>
    /// <param name="deliveryTimeout">From a batch's first record to its answer, at most, in milliseconds; <see langword="null"/> for the sender's.</param>
    /// <param name="onKnown">Told when its partitions are known, or more of them.</param>
    internal TopicSender OpenTopic(
        string name, CompressionCodec codec = CompressionCodec.None, int? level = null, long? deliveryTimeout = null, Action? onKnown = null)
    {
        TopicSender? topic;
        lock (_gate)
        {
            if (_topics.TryGetValue(name, out topic))
            {
                return topic;
            }

            topic = new TopicSender(name, codec, level, deliveryTimeout ?? _deliveryTimeout) { Share = Room.Share(_clock), OnKnown = onKnown };
            _topics.Add(name, topic);
        }

        if (!Post(new LoopEvent(LoopEventKind.TopicOpened, topic)))
        {
            topic.GiveUp(new ProduceException(name, KafkaErrorCode.LocalDestroy, "the client is closed."));
        }

        return topic;
    }

    /// <summary>Completes when everything that was appended before is answered.</summary>
    internal Task FlushAsync(CancellationToken cancellationToken = default)
    {
        FlushOperation flush = new();
        return Post(new LoopEvent(LoopEventKind.Flush, flush)) ? flush.Task.WaitAsync(cancellationToken) : Task.CompletedTask;
    }

    /// <summary>Completes <paramref name="flush"/> when everything of a topic that was appended before is answered.</summary>
    internal void Flush(FlushOperation flush, TopicSender topic)
    {
        flush.IsBegun = true;
        if (!Post(new LoopEvent(LoopEventKind.FlushTopic, flush, topic)))
        {
            flush.Remove();
        }
    }

    /// <summary>The records of a batch that failed have been read.</summary>
    internal void Release(ProducerBatch batch)
    {
        if (!Post(new LoopEvent(LoopEventKind.Released, batch)))
        {
            // Nobody else counts any more.
            batch.Queue.OnAnswered(batch.Count);
            Room.Return(batch.TakePieces(), batch.Credits);
        }
    }

    /// <summary>Asks the cluster whether it is there, and waits for that within a bound.</summary>
    /// <returns>How many brokers it has; <see langword="null"/> when none has answered.</returns>
    internal int? Probe(TimeSpan bound)
    {
        Post(new LoopEvent(LoopEventKind.Probe));
        return _contact.Wait(bound) ? Volatile.Read(ref _brokers) : null;
    }

    /// <summary>Lets the loop look whether somebody waits for room.</summary>
    internal void Wake() => _inbox.Wake();

    /// <summary>
    /// Refuses new records at once, sends what there is until the deadline, answers what is left then, and ends the threads. Later calls wait for the same.
    /// </summary>
    internal Task CloseAsync(Deadline deadline)
    {
        lock (_gate)
        {
            return _closing ??= OwnThread.Run("KafkaGen closing", () => Close(deadline));
        }
    }

    /// <summary>Something has happened.</summary>
    /// <returns>Whether the loop is there to see it.</returns>
    internal bool Post(in LoopEvent happened) => _inbox.Add(in happened);

    void ISenderIo.Connect(BrokerLink link, string host, int port)
    {
        LoopConnection connection = new(this) { Link = link };
        connection.Attempt = new ConnectionAttempt(host, port, _connectionSettings, _time, connection);
        _attempts.Add(connection);
        connection.Attempt.Start();
    }

    void ISenderIo.Announce(PartitionSender partition) => Post(new LoopEvent(LoopEventKind.HasWork, partition));

    void ISenderIo.Note(BrainNote note) => _notes?.TryAdd(note);

    void ISenderIo.Compress(PartitionSender partition, ProducerBatch batch)
    {
        _compressors.Add(partition, batch);
        _compressing++;
    }

    private void Close(Deadline deadline)
    {
        FlushOperation flush = new();
        if (Post(new LoopEvent(LoopEventKind.Close, flush)))
        {
            deadline.Wait(flush.Task);
            Post(new LoopEvent(LoopEventKind.End));
            Deadline.In(s_afterEnd).Wait(_over.Task);
        }

        _notes?.Close(Deadline.In(s_afterEnd));
    }

    private void Run()
    {
        bool goesOn = true;
        while (goesOn)
        {
            try
            {
                goesOn = Turn();
            }
#pragma warning disable CA1031 // whatever it is, nobody may be left without an answer
            catch (Exception bug)
#pragma warning restore CA1031
            {
                Fail(bug);
            }
        }

        _compressors.End();
        _over.SetResult();
    }

    // Whether there will be another one.
    private bool Turn()
    {
        long now = _clock.Milliseconds;
        while (_handled < _events.Count)
        {
            // Counted first, so that what threw is not met again.
            LoopEvent happened = _events[_handled++];
            Handle(in happened, now);
        }

        _events.Clear();
        _handled = 0;
        foreach (LoopConnection connection in _attempts)
        {
            connection.Attempt!.CheckTime();
        }

        _brain.SetUrgent(_host.IsRoomWanted?.Invoke() == true);
        long next = _brain.Turn(now);
        Volatile.Write(ref _turns, _turns + 1);
        ShowContact();
        if (_isEnded && _connections == 0 && _attempts.Count == 0 && _compressing == 0 && _inbox.TryClose())
        {
            return false;
        }

        _inbox.Take(ref _events, Wait(next == long.MaxValue ? long.MaxValue : next - now));
        return true;
    }

    private void ShowContact()
    {
        bool isInContact = _brain is { IsInContact: true, Brokers: > 0 };
        if (isInContact != _contact.IsSet)
        {
            Volatile.Write(ref _brokers, _brain.Brokers);
            if (isInContact)
            {
                _contact.Set();
            }
            else
            {
                _contact.Reset();
            }
        }
        else if (isInContact && _brain.Brokers != _brokers)
        {
            Volatile.Write(ref _brokers, _brain.Brokers);
        }
    }

    // An attempt to connect may be due for a look before the brain is.
    private long Wait(long milliseconds)
    {
        foreach (LoopConnection connection in _attempts)
        {
            if (connection.Attempt!.TimeLeft is { } left)
            {
                milliseconds = Math.Min(milliseconds, (long)left.TotalMilliseconds + 1);
            }
        }

        return milliseconds;
    }

    private void Handle(in LoopEvent happened, long now)
    {
        switch (happened.Kind)
        {
            case LoopEventKind.HasWork:
                _brain.HasWork((PartitionSender)happened.Subject!);
                break;
            case LoopEventKind.Compressed:
                OnCompressed((PartitionSender)happened.Subject!, ((ProducerBatch, Exception?))happened.Detail!);
                break;
            case LoopEventKind.Connected:
                LoopConnection connected = (LoopConnection)happened.Subject!;
                _attempts.Remove(connected);
                _connections++;
                _brain.Connected(connected);
                break;
            case LoopEventKind.ConnectFailed:
                LoopConnection failed = (LoopConnection)happened.Subject!;
                _attempts.Remove(failed);
                _brain.ConnectFailed(failed.Link, (string)happened.Detail!, now);
                break;
            case LoopEventKind.Received:
                byte[] frame = (byte[])happened.Detail!;
                _brain.Received((LoopConnection)happened.Subject!, frame.AsMemory(0, happened.Number), now);
                ArrayPool<byte>.Shared.Return(frame);
                break;
            case LoopEventKind.Written:
                _brain.Written((LoopConnection)happened.Subject!, happened.Number, now);
                break;
            case LoopEventKind.Disconnected:
                _connections--;
                _brain.Closed((LoopConnection)happened.Subject!, (string)happened.Detail!, now);
                break;
            case LoopEventKind.TopicOpened:
                _brain.OpenTopic((TopicSender)happened.Subject!);
                break;
            case LoopEventKind.Flush:
                _brain.Flush((FlushOperation)happened.Subject!);
                break;
            case LoopEventKind.FlushTopic:
                _brain.Flush((FlushOperation)happened.Subject!, (TopicSender)happened.Detail!);
                break;
            case LoopEventKind.Released:
                _brain.Release((ProducerBatch)happened.Subject!);
                break;
            case LoopEventKind.Probe:
                _brain.Probe();
                break;
            case LoopEventKind.Close:
                _brain.StopAppends(KafkaErrorCode.LocalDestroy, "the client is closed.");
                _brain.Flush((FlushOperation)happened.Subject!);
                break;
            case LoopEventKind.End:
                End(KafkaErrorCode.LocalPurgeQueue, "the client was closed before it was acknowledged. Give the shutdown more time (FlushTimeout, or the host's ShutdownTimeout).");
                break;
        }
    }

    private void OnCompressed(PartitionSender partition, (ProducerBatch Batch, Exception? Trouble) done)
    {
        _compressing--;
        if (done.Trouble is { } trouble)
        {
            ((ISenderIo)this).Note(new BrainNote(BrainNoteKind.CompressionFailed, $"{partition.Topic.Name}-{partition.Index}", $"{trouble}"));
        }

        _brain.Compressed(partition, done.Batch);
    }

    private void End(KafkaErrorCode code, string reason)
    {
        _isEnded = true;
        foreach (LoopConnection connection in _attempts)
        {
            connection.Attempt!.GiveUp();
        }

        _brain.End(code, reason);
    }

    // A bug of ours. What is left of the loop only waits for its threads.
    private void Fail(Exception bug)
    {
        ((ISenderIo)this).Note(new BrainNote(BrainNoteKind.LoopFailed, "", $"{bug}"));
        if (_isEnded)
        {
            return;
        }

        try
        {
            End(KafkaErrorCode.LocalFatal, $"the sender failed with {bug.GetType().Name}: {bug.Message} This is a bug of KafkaGen; the log has the rest. Dispose of the client, and create a new one.");
        }
#pragma warning disable CA1031 // the state may be broken; what can be answered is
        catch (Exception second)
#pragma warning restore CA1031
        {
            ((ISenderIo)this).Note(new BrainNote(BrainNoteKind.LoopFailed, "", $"{second}"));
        }
    }
}
