using System.Diagnostics;

namespace KafkaGen.Telemetry;

/// <summary>What is traced of one record. Made only while someone listens.</summary>
/// <param name="span">The record's span; <see langword="null"/> when it is not sampled.</param>
/// <param name="context">The span, or the caller's, that the record carries on.</param>
internal sealed class SendTrace(Activity? span, Activity? context)
{
    internal Activity? Span => span;

    internal Activity? Context => context;

    /// <summary>Whether the span is one of a batch: it ends when the record is accepted, and the batch's own span tells the outcome.</summary>
    internal bool EndsWhenAccepted { get; init; }

    /// <summary>Of a record in flight: who is answered.</summary>
    internal object? Answer { get; private set; }

    /// <summary>What stands in the slot of a record that is given to librdkafka.</summary>
    internal object? InSlot(object? answer)
    {
        if (span is null || EndsWhenAccepted)
        {
            return answer;
        }

        Answer = answer;
        return this;
    }

    /// <summary>The record was accepted.</summary>
    internal void OnAccepted()
    {
        if (EndsWhenAccepted && span is not null)
        {
            SendSpans.Stop(span);
        }
    }
}
