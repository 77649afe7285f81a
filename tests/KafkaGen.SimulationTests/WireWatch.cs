using KafkaGen.Protocol.Messages;
using KafkaGen.Sending.Brain;

namespace KafkaGen.SimulationTests;

/// <summary>
/// Watches what is on the wire, for rules whose breach brokers mostly make good: a partition is on one connection at a time, once a request, and there are never more requests than allowed.
/// </summary>
internal sealed class WireWatch(BrainSettings settings, List<string> violations)
{
    private readonly Dictionary<(string Topic, int Partition), List<SimulatedConnection>> _partitions = [];
    private readonly Dictionary<SimulatedConnection, int> _requests = [];

    internal void Sent(SimulatedConnection connection, ProduceRequest request)
    {
        int requests = _requests.GetValueOrDefault(connection) + 1;
        _requests[connection] = requests;
        if (requests > settings.MaxInFlight)
        {
            violations.Add($"{requests} requests are on the wire to broker {connection.Broker}");
        }

        HashSet<(string, int)> seen = [];
        foreach ((string Topic, int Partition) place in Places(request))
        {
            if (!seen.Add(place))
            {
                violations.Add($"{place.Topic}-{place.Partition} is twice in one request");
            }

            if (!_partitions.TryGetValue(place, out List<SimulatedConnection>? carriers))
            {
                carriers = [];
                _partitions.Add(place, carriers);
            }

            if (carriers.Exists(other => other != connection))
            {
                violations.Add($"{place.Topic}-{place.Partition} is on the wire to brokers {carriers[0].Broker} and {connection.Broker} at once");
            }

            carriers.Add(connection);
        }
    }

    internal void Answered(SimulatedConnection connection, ProduceRequest request)
    {
        _requests[connection]--;
        foreach ((string, int) place in Places(request))
        {
            _partitions[place].Remove(connection);
        }
    }

    internal void Closed(SimulatedConnection connection)
    {
        _requests.Remove(connection);
        foreach (List<SimulatedConnection> carriers in _partitions.Values)
        {
            carriers.RemoveAll(other => other == connection);
        }
    }

    private static IEnumerable<(string Topic, int Partition)> Places(ProduceRequest request) =>
        request.Topics.SelectMany(static topic => topic.Partitions.Select(part => (topic.Name, part.Index)));
}
