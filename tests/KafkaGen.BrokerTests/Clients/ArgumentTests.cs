using KafkaGen.Protocol;
using KafkaGen.Testing;

namespace KafkaGen.BrokerTests.Clients;

/// <summary>What can only be a mistake is refused when it is said, and not met by no request later.</summary>
public sealed class ArgumentTests
{
    [Fact]
    public void A_fault_that_no_request_could_meet_is_refused()
    {
        KafkaFault fault = KafkaFault.Close(KafkaApiKey.Produce);
        Assert.Throws<ArgumentOutOfRangeException>(() => fault with { Times = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => fault with { Times = -1 });
        Assert.Equal((1, null), (fault.Times, (fault with { Times = null }).Times));
        Assert.Throws<ArgumentOutOfRangeException>(() => KafkaFault.DelayAnswer(KafkaApiKey.Produce, TimeSpan.FromTicks(-1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => KafkaFault.DelayRequest(KafkaApiKey.Produce, TimeSpan.MaxValue));
    }

    [Fact]
    public void Options_out_of_their_range_are_refused()
    {
        Refused<ArgumentOutOfRangeException>(options => options.MaxVersions[KafkaApiKey.Produce] = -2);
        Refused<ArgumentOutOfRangeException>(options => options.MaxVersions[KafkaApiKey.Produce] = short.MaxValue + 1);
        Refused<ArgumentException>(options => options.MaxVersions[(KafkaApiKey)999] = 1);
        Refused<ArgumentOutOfRangeException>(options => options.MaxTransactionTimeout = TimeSpan.Zero);
        Refused<ArgumentOutOfRangeException>(options => options.InitialRebalanceDelay = TimeSpan.FromTicks(-1));
        Refused<ArgumentOutOfRangeException>(options => options.SessionLifetime = TimeSpan.FromDays(25));
        Refused<ArgumentException>(options => options.TopicDefaults["max.message.bytes"] = "2147483648");

        static void Refused<TException>(Action<EmbeddedKafkaOptions> configure)
            where TException : Exception => Assert.Throws<TException>(() => EmbeddedKafka.Start(configure));
    }

    [Fact]
    public void Public_and_internal_names_of_requests_are_the_same() => Assert.Equal(
        Enum.GetValues<ApiKey>().Select(key => (key.ToString(), (int)key)),
        Enum.GetValues<KafkaApiKey>().Select(key => (key.ToString(), (int)key)));
}
