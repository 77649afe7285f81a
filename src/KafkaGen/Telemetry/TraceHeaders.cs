using System.Diagnostics;
using System.Text;
using KafkaGen.Contracts;

namespace KafkaGen.Telemetry;

/// <summary>Writes the headers by which a consumer continues a trace. Headers of those names that the application gave are left as they are.</summary>
internal sealed class TraceHeaders(RecordBuffer record, IReadOnlyList<RecordHeader>? headersOfCall)
{
    private const string TraceParent = "traceparent";
    private const string TraceState = "tracestate";

    /// <summary>Writes those of <paramref name="context"/>, unless the application has given the record a context of its own.</summary>
    internal void Inject(Activity context)
    {
        if (!Has(TraceParent))
        {
            DistributedContextPropagator.Current.Inject(context, this, static (carrier, name, value) => ((TraceHeaders)carrier!).Add(name, value));
        }
    }

    /// <summary>The context that a call's headers carry already.</summary>
    internal static ActivityContext? GivenBy(IReadOnlyList<RecordHeader>? headers)
    {
        string? parent = null;
        string? state = null;
        for (int i = 0; i < headers?.Count; i++)
        {
            RecordHeader header = headers[i];
            parent = Is(header.Name, TraceParent) ? Encoding.UTF8.GetString(header.Value.Span) : parent;
            state = Is(header.Name, TraceState) ? Encoding.UTF8.GetString(header.Value.Span) : state;
        }

        return ActivityContext.TryParse(parent, state, isRemote: true, out ActivityContext given) ? given : null;
    }

    private static bool Is(string? name, string expected) => expected.Equals(name, StringComparison.OrdinalIgnoreCase);

    private void Add(string name, string value)
    {
        if (!Has(name))
        {
            record.AppendHeader(name, value);
        }
    }

    private bool Has(string name)
    {
        for (int i = 0; i < record.HeaderCount; i++)
        {
            if (Ascii.EqualsIgnoreCase(record.HeaderName(i), name))
            {
                return true;
            }
        }

        for (int i = 0; i < headersOfCall?.Count; i++)
        {
            if (Is(headersOfCall[i].Name, name))
            {
                return true;
            }
        }

        return false;
    }
}
