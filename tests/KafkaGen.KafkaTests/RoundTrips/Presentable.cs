using KafkaGen.ContractModel;

namespace KafkaGen.KafkaTests.RoundTrips;

/// <summary>Random messages with a time and a partition that a broker takes, and with text that is worth compressing where there is a codec.</summary>
internal static class Presentable
{
    private static readonly DateTimeOffset s_first = new(2001, 2, 3, 4, 5, 6, TimeSpan.Zero);

    public static T From<T>(T message) => (T)Present(message!);

    private static object Present(object message) => message switch
    {
        OrderCreated order => order with { At = Time(order.At), Customer = Compressible(order.Customer) },
        Lz4Compressed compressed => new Lz4Compressed(Compressible(compressed.Body)),
        SnappyCompressed compressed => new SnappyCompressed(Compressible(compressed.Body)),
        StampedByOffset stamped => new StampedByOffset(Time(stamped.At)),
        StampedByUtc stamped => new StampedByUtc(Time(stamped.At).UtcDateTime),
        StampedByMilliseconds stamped => new StampedByMilliseconds(Milliseconds(stamped.At)),
        StampedPerhaps stamped => new StampedPerhaps(stamped.At is { } at ? Time(at).UtcDateTime : null),
        Tick tick => tick with { At = Milliseconds(tick.At) },
        Placed placed => placed with { Shard = Shard(placed.Shard) },
        PlacedPerhaps placed => placed with { Shard = placed.Shard is { } shard ? Shard(shard) : null },
        AllParts all => all with { At = Time(all.At), Body = Compressible(all.Body), Shard = all.Shard is { } shard ? Shard(shard) : null },
        _ => message,
    };

    // Some time in the first twenty years of the century, to the millisecond.
    private static DateTimeOffset Time(DateTimeOffset random) => s_first.AddMilliseconds(random.Ticks % (20L * 365 * 24 * 3600 * 1000));

    private static DateTimeOffset Time(DateTime random) => Time(new DateTimeOffset(random.Ticks, TimeSpan.Zero));

    private static long Milliseconds(long random) => Time(new DateTimeOffset(random & 0x7ffffffffffffff, TimeSpan.Zero)).ToUnixTimeMilliseconds();

    // librdkafka sends a batch as it is that no codec makes smaller.
    private static string Compressible(string text) => string.Concat(Enumerable.Repeat($"{text} again, ", 50));

    private static int Shard(int random) => random & 1;
}
