using KafkaGen.Accumulating;
using KafkaGen.Contracts;
using KafkaGen.Transport;

namespace KafkaGen.Producing;

/// <summary>A message of a contract whose caller waits for room.</summary>
internal sealed class WaitingRecord<T> : WaitingRecord
{
    private readonly TopicProducer<T> _producer;
    private readonly T _message;
    private readonly ProduceOptions _options;
    private readonly Answer _answer;
    private readonly object _wait;
    private readonly CancellationTokenRegistration _cancellation;
    private readonly TaskCompletionSource<ValueTask<RecordMetadata>> _accepted;
    private ValueTask<RecordMetadata> _answered;
    private Exception? _refusal;

    internal WaitingRecord(TopicProducer<T> producer, T message, ProduceOptions options, in Answer answer, CancellationToken cancellationToken)
    {
        _producer = producer;
        _message = message;
        _options = options;
        _answer = answer;

        // A batch goes on with its next record, which is our code, on the thread that serves the line: it needs none of the pool.
        _accepted = new(answer.Batch is null ? TaskCreationOptions.RunContinuationsAsynchronously : TaskCreationOptions.None);

        // A flush waits for records in line, too: they came before it.
        _wait = producer.Lane.BeginWait();
        _cancellation = cancellationToken.UnsafeRegister(
            static (state, token) => ((WaitingRecord<T>)state!).Cancel(token), this);
    }

    /// <summary>Whether somebody awaits <see cref="Accepted"/>.</summary>
    internal required bool IsObserved { get; init; }

    /// <summary>Completes when the record is accepted, with what the caller awaits, if it does.</summary>
    internal Task<ValueTask<RecordMetadata>> Accepted => _accepted.Task;

    internal override TopicLane Topic => _producer.Lane;

    internal override bool TryEncode(RecordBuffer buffer)
    {
        try
        {
            _producer.Encode(in _message, in _options, in _answer, buffer);
            return true;
        }
#pragma warning disable CA1031 // whatever the message's own code throws is the caller's answer
        catch (Exception error)
#pragma warning restore CA1031
        {
            Refuse(error);
            return false;
        }
    }

    internal override SendOutcome TrySend(RecordBuffer buffer)
    {
        try
        {
            SendOutcome outcome = Topic.TryAppend(buffer, TopicProducer<T>.HeadersOf(in _options), in _answer, _wait, out _answered);
            if (outcome != SendOutcome.Done)
            {
                return outcome;
            }
        }
#pragma warning disable CA1031 // the memory of a header, and what enumerates them, may be the application's
        catch (Exception error)
#pragma warning restore CA1031
        {
            Refuse(error);
            return SendOutcome.Done;
        }

        EndServed();
        return SendOutcome.Done;
    }

    internal override void TellServed()
    {
        if (_refusal is { } error)
        {
            TellCaller(error);
            return;
        }

        Topic.Telemetry.OnRoomFound(_answer.Observation);
        Leave();
        _accepted.SetResult(_answered);
    }

    internal override void TimeOut() => GiveUp(_producer.StillFull(Patience));

    protected override void Tell(Exception error)
    {
        Topic.Transport.Line.Leave(this);
        TellCaller(error);
    }

    private void Refuse(Exception error)
    {
        _refusal = error;
        EndServed();
    }

    private void Cancel(CancellationToken cancellationToken) => GiveUp(new OperationCanceledException(
        $"A record for topic '{Topic.Name}' was cancelled while it waited for room in the buffer, and is not sent.", cancellationToken));

    private void TellCaller(Exception error)
    {
        if (error is not (RecordEncodingException or RecordTooLargeException))
        {
            Topic.Transport.OnFailure(error);
        }

        Topic.Telemetry.OnRefused(_answer.Observation, error);
        if (!IsObserved && Place is not null)
        {
            // Before a flush hears that the record has left. One that never got into the line is refused to its caller.
            _producer.OnGivenUp(_message, _options, _answer, error);
        }

        Leave();
        if (error is OperationCanceledException cancelled && cancelled.CancellationToken.IsCancellationRequested)
        {
            _accepted.SetCanceled(cancelled.CancellationToken);
        }
        else
        {
            _accepted.SetException(error);
        }

        if (!IsObserved)
        {
            // Or it would be told as an exception that nobody observed.
            _ = _accepted.Task.Exception;
        }
    }

    private void Leave()
    {
        Topic.EndWait(_wait);
        _cancellation.Unregister();
    }
}
