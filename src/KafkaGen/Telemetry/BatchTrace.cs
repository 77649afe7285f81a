using System.Diagnostics;

namespace KafkaGen.Telemetry;

/// <summary>What is traced of one <c>ProduceManyAsync</c>: its span, and one for each record, whose context the record carries on.</summary>
/// <param name="span">The span of the whole; <see langword="null"/> when it is not sampled.</param>
/// <param name="records">What is traced of each record; <see langword="null"/> when they carry a context of the caller's.</param>
internal sealed class BatchTrace(Activity? span, SendTrace[]? records)
{
    internal SendTrace? this[int index] => records?[index];

    /// <summary>Ends the span when all records are answered.</summary>
    internal async Task<ProduceBatchResult> EndAfterAsync(Task<ProduceBatchResult> all)
    {
        ProduceBatchResult result = await all.ConfigureAwait(false);
        if (span is null)
        {
            return result;
        }

        if (result.FailedCount == 0)
        {
            SendSpans.Stop(span);
        }
        else
        {
            Exception first = result.Results.First(record => record.Error is not null).Error!;
            SendSpans.Fail(span, ErrorTypes.Of(first), $"{result.FailedCount} of {result.Results.Count} records failed, the first one: {first.Message}");
        }

        return result;
    }

    /// <summary>Ends the spans of a batch that was given up before all its records were tried.</summary>
    internal void Abandon(int tried, Exception reason)
    {
        for (int i = tried; i < records?.Length; i++)
        {
            if (records[i].Span is { } created)
            {
                SendSpans.Fail(created, ErrorTypes.Of(reason), reason.Message);
            }
        }

        if (span is not null)
        {
            SendSpans.Fail(span, ErrorTypes.Of(reason), reason.Message);
        }
    }
}
