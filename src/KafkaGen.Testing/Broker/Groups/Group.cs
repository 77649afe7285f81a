namespace KafkaGen.Testing.Broker.Groups;

/// <summary>A consumer group: its members, and what it has committed.</summary>
internal sealed class Group(string id)
{
    private readonly Dictionary<long, Dictionary<PartitionName, CommittedOffset>> _pending = [];

    public string Id { get; } = id;

    public GroupState State { get; set; } = GroupState.Empty;

    public int Generation { get; set; }

    public string? ProtocolType { get; set; }

    public string? Protocol { get; set; }

    /// <summary>The member that assigns partitions.</summary>
    public GroupMember? Leader { get; set; }

    /// <summary>In the sequence in which they came.</summary>
    public List<GroupMember> Members { get; } = [];

    /// <summary>Ids that were handed out and whose owners have not joined with them yet (KIP-394).</summary>
    public Dictionary<string, Schedule.Entry> PendingIds { get; } = [];

    public SortedDictionary<PartitionName, CommittedOffset> Offsets { get; } = new(
        Comparer<PartitionName>.Create((one, other) =>
            string.CompareOrdinal(one.Topic, other.Topic) is not 0 and int difference ? difference : one.Partition.CompareTo(other.Partition)));

    /// <summary>The end of the present round of joining.</summary>
    public Schedule.Entry? Round { get; set; }

    /// <summary>Whether the round lasts its time even when all have joined: the first one, in which more members may come.</summary>
    public bool RoundWaits { get; set; }

    public GroupMember? Find(string memberId) => Members.Find(member => member.Id == memberId);

    public GroupMember? FindInstance(string instanceId) => Members.Find(member => member.InstanceId == instanceId);

    /// <summary>Offsets that a transaction will commit.</summary>
    public void Hold(long producerId, PartitionName partition, CommittedOffset offset)
    {
        if (!_pending.TryGetValue(producerId, out Dictionary<PartitionName, CommittedOffset>? offsets))
        {
            offsets = [];
            _pending.Add(producerId, offsets);
        }

        offsets[partition] = offset;
    }

    /// <summary>Drops what was committed for a topic, and what transactions would commit.</summary>
    public void Forget(string topic)
    {
        Forget(Offsets, topic);
        foreach (Dictionary<PartitionName, CommittedOffset> offsets in _pending.Values)
        {
            Forget(offsets, topic);
        }
    }

    public bool IsHeld(PartitionName partition) => _pending.Values.Any(offsets => offsets.ContainsKey(partition));

    public void EndTransaction(long producerId, bool commit)
    {
        if (_pending.Remove(producerId, out Dictionary<PartitionName, CommittedOffset>? offsets) && commit)
        {
            foreach ((PartitionName partition, CommittedOffset offset) in offsets)
            {
                Offsets[partition] = offset;
            }
        }
    }

    /// <summary>The assignor that most members like best, of those that all know.</summary>
    public string ChooseProtocol()
    {
        List<string> common = [.. Members[0].Protocols.Select(protocol => protocol.Name)];
        common.RemoveAll(name => Members.Exists(member => member.Subscription(name) is null));
        return common
            .OrderByDescending(name => Members.Count(member => member.Protocols.First(protocol => common.Contains(protocol.Name)).Name == name))
            .First();
    }

    /// <summary>Whether a member could join: it must know an assignor that all others know, too.</summary>
    public bool Accepts(GroupMember? self, string protocolType, IEnumerable<string> protocols)
    {
        List<GroupMember> others = [.. Members.Where(member => member != self)];
        return others.Count == 0
            || (protocolType == ProtocolType && protocols.Any(name => others.TrueForAll(member => member.Subscription(name) is not null)));
    }

    private static void Forget(IDictionary<PartitionName, CommittedOffset> offsets, string topic)
    {
        foreach (PartitionName partition in offsets.Keys.Where(partition => partition.Topic == topic).ToArray())
        {
            offsets.Remove(partition);
        }
    }
}
