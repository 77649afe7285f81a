using KafkaGen.Protocol.Messages;

namespace KafkaGen.Testing.Broker.Groups;

/// <summary>A member of a consumer group.</summary>
internal sealed class GroupMember(string id, string? instanceId)
{
    /// <summary>A static member that starts again gets another id.</summary>
    public string Id { get; set; } = id;

    /// <summary>The name of a static member (KIP-345).</summary>
    public string? InstanceId { get; } = instanceId;

    public TimeSpan SessionTimeout { get; set; }

    public TimeSpan RebalanceTimeout { get; set; }

    /// <summary>The assignors that it knows, the one it likes best first, each with its subscription.</summary>
    public List<JoinGroupRequest.Protocol> Protocols { get; set; } = [];

    public byte[] Assignment { get; set; } = [];

    /// <summary>The answer that it waits for while others join.</summary>
    public Action<JoinGroupResponse>? Joining { get; set; }

    /// <summary>The answer that it waits for while the leader assigns.</summary>
    public Action<SyncGroupResponse>? Syncing { get; set; }

    public TimeSpan LastSeen { get; set; }

    public bool IsGone { get; set; }

    public byte[]? Subscription(string protocol) => Protocols.Find(known => known.Name == protocol)?.Metadata;

    public bool HasSameProtocols(List<JoinGroupRequest.Protocol> others)
    {
        if (others.Count != Protocols.Count)
        {
            return false;
        }

        for (int index = 0; index < others.Count; index++)
        {
            if (others[index].Name != Protocols[index].Name || !others[index].Metadata.AsSpan().SequenceEqual(Protocols[index].Metadata))
            {
                return false;
            }
        }

        return true;
    }
}
