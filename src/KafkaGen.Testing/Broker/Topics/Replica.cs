namespace KafkaGen.Testing.Broker.Topics;

/// <summary>A broker's copy of a partition: always a beginning of the leader's log.</summary>
internal sealed class Replica(int broker)
{
    public int Broker { get; } = broker;

    /// <summary>The offset behind the last record that it has.</summary>
    public long End { get; set; }

    /// <summary>The offset behind the last record that a crash cannot take.</summary>
    public long Flushed { get; set; }

    /// <summary>Where its log ended when its broker last shut down in order and wrote a snapshot of its producers; zero for never.</summary>
    public long SnapshotAt { get; set; }

    public bool IsInSync { get; set; } = true;

    /// <summary>Stuck: it copies nothing until a test lets it.</summary>
    public bool IsLagging { get; set; }

    /// <summary>When it last had everything.</summary>
    public TimeSpan CaughtUpAt { get; set; }

    /// <summary>The log was cut: a snapshot of what is gone is deleted, and everything is learned from the log.</summary>
    public void LoseSnapshotBehind(long end) => SnapshotAt = SnapshotAt > end ? 0 : SnapshotAt;
}
