using KafkaGen.Contracts;

namespace KafkaGen.Sending;

/// <summary>A message of a contract whose caller waits for room.</summary>
internal sealed class WaitingRecord<T> : WaitingRecord
{
    private readonly TopicProducer<T> _producer;
    private readonly T _message;
    private readonly ProduceOptions _options;
    private readonly Answer _answer;
    private readonly FlushEpoch _epoch;
    private readonly CancellationTokenRegistration _cancellation;
    private readonly TaskCompletionSource<ProduceOperation?> _accepted = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal WaitingRecord(TopicProducer<T> producer, T message, ProduceOptions options, in Answer answer, CancellationToken cancellationToken)
    {
        _producer = producer;
        _message = message;
        _options = options;
        _answer = answer;

        // A flush waits for records in line, too: they came before it.
        _epoch = producer.SenderTopic.EnterEpoch();
        _cancellation = cancellationToken.UnsafeRegister(
            static (state, token) => ((WaitingRecord<T>)state!).Cancel(token), this);
    }

    /// <summary>Completes when the record is accepted, with the operation that the caller awaits, if it does.</summary>
    internal Task<ProduceOperation?> Accepted => _accepted.Task;

    internal override bool IsAbandoned => _accepted.Task.IsCompleted;

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
            Fail(error);
            return false;
        }
    }

    internal override SenderTopic Topic => _producer.SenderTopic;

    internal override SendOutcome TrySend(RecordBuffer buffer)
    {
        try
        {
            SendOutcome outcome = Topic.Sender.TrySend(
                Topic, _epoch, buffer, TopicProducer<T>.HeadersOf(in _options), in _answer, out ProduceOperation? operation);
            if (outcome != SendOutcome.Done)
            {
                return outcome;
            }

            Topic.Telemetry.OnRoomFound(in _answer);

            // Cancelled just now: the record is accepted all the same, and its answer goes to nobody.
            if (_accepted.TrySetResult(operation))
            {
                End();
            }
        }
        catch (Exception error) when (error is KafkaGenException or ObjectDisposedException)
        {
            Fail(error);
        }

        return SendOutcome.Done;
    }

    internal override void Fail(Exception error)
    {
        if (_accepted.TrySetException(error))
        {
            if (error is not (RecordEncodingException or RecordTooLargeException))
            {
                Topic.Sender.OnFailure(error);
            }

            Topic.Telemetry.OnRefused(in _answer, error);

            End();
        }
    }

    internal override void TimeOut() => Fail(_producer.StillFull());

    private void Cancel(CancellationToken cancellationToken)
    {
        if (_accepted.TrySetCanceled(cancellationToken))
        {
            OperationCanceledException cancelled = new(
                $"A record for topic '{Topic.Name}' was cancelled while it waited for room in the buffer, and is not sent.", cancellationToken);
            Topic.Sender.OnFailure(cancelled);
            Topic.Telemetry.OnRefused(in _answer, cancelled);
            End();
        }
    }

    private void End()
    {
        _epoch.Leave();
        _cancellation.Unregister();
    }
}
