using KafkaGen.Protocol;
using KafkaGen.Testing.Broker.Connections;

namespace KafkaGen.Testing.Broker.Faults;

/// <summary>The faults that were set and not yet used up, in their sequence.</summary>
/// <param name="log">Told of predicates that fail.</param>
internal sealed class FaultTable(Action<string> log)
{
    private readonly List<Fault> _faults = [];

    public bool IsEmpty => _faults.Count == 0;

    public void Add(Fault fault) => _faults.Add(fault);

    public void Remove(Fault fault) => _faults.Remove(fault);

    public void Clear(ApiKey key) => _faults.RemoveAll(fault => fault.Api == key);

    /// <summary>The first fault that a request meets.</summary>
    public Fault? Take(PendingRequest request)
    {
        foreach (Fault fault in _faults)
        {
            if ((fault.Api is null || fault.Api == request.Header.Key) && (fault.When is null || Holds(fault.When, request)))
            {
                if (fault.Times is { } times)
                {
                    fault.Times = times - 1;
                    if (times == 1)
                    {
                        _faults.Remove(fault);
                    }
                }

                return fault.LetsPass ? null : fault;
            }
        }

        return null;
    }

    private bool Holds(Func<PendingRequest, bool> when, PendingRequest request)
    {
        try
        {
            return when(request);
        }
        catch (Exception error)
        {
            // It is a test's code: its mistake must not look like a broker's.
            log($"A fault was not applied to {request.Header.Key}: its predicate threw {error}");
            return false;
        }
    }
}
