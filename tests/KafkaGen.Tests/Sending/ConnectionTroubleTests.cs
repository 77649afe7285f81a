using KafkaGen.Sending;

namespace KafkaGen.Tests.Sending;

/// <summary>The last error of a client has an age, and an end.</summary>
public sealed class ConnectionTroubleTests
{
    private readonly ConnectionTrouble _trouble = new();

    public ConnectionTroubleTests() => _trouble.OnError(KafkaErrorCode.LocalTransport, "broker:9092: Connection refused", now: 100_000);

    [Fact]
    public void A_recent_error_is_told_as_it_is_and_an_older_one_with_its_age()
    {
        Assert.Equal("broker:9092: Connection refused", _trouble.Last(101_000));
        Assert.Equal("broker:9092: Connection refused (48 s ago)", _trouble.Last(148_000));
    }

    [Fact]
    public void It_is_over_when_brokers_answer_and_it_does_not_come_again()
    {
        _trouble.OnContact(now: 110_000);

        Assert.NotNull(_trouble.Last(120_000));
        Assert.Null(_trouble.Last(141_000));

        _trouble.OnError(KafkaErrorCode.LocalTransport, "again", now: 142_000);
        Assert.Equal("again", _trouble.Last(142_000));
        Assert.NotNull(_trouble.Last(200_000));
    }

    [Fact]
    public void The_reason_that_a_certificate_is_refused_holds_for_all_connections_that_fail_together()
    {
        const string Failed = "ssl://broker:9093/bootstrap: certificate verify failed";
        _trouble.OnLog("SSLCERTVRFY", "[thrd:broker:9093]: broker:9093: certificate verification callback failed: it has expired");
        _trouble.OnError(KafkaErrorCode.LocalSsl, Failed, now: 101_000);
        _trouble.OnError(KafkaErrorCode.LocalTransport, "broker:9093: Connection refused", now: 101_001);
        _trouble.OnError(KafkaErrorCode.LocalTransport, Failed, now: 101_001);
        _trouble.OnError(KafkaErrorCode.LocalAllBrokersDown, "1/1 brokers are down", now: 101_002);

        Assert.Contains("it has expired", _trouble.Last(101_002), StringComparison.Ordinal);
    }

    [Fact]
    public void A_connection_that_librdkafka_lets_go_hides_no_reason()
    {
        const string LetGo = "broker:9092/bootstrap: Broker handle is terminating (after 0ms in state DOWN) (_DESTROY_BROKER)";
        _trouble.OnLog("FAIL", LetGo);
        _trouble.OnError(KafkaErrorCode.LocalState, LetGo, now: 101_000);

        Assert.Equal("broker:9092: Connection refused", _trouble.Last(101_000));
    }

    [Fact]
    public void A_connection_that_a_broker_ends_at_its_first_request_hints_at_the_protocol_also_after_it_was_let_go()
    {
        ConnectionTrouble trouble = new();
        trouble.OnLog("FAIL", "[thrd:broker:9093/bootstrap]: broker:9093/bootstrap: Disconnected (after 1ms in state APIVERSION_QUERY)");
        trouble.OnLog("FAIL", "[thrd:broker:9093/bootstrap]: broker:9093/bootstrap: Broker handle is terminating (after 0ms in state DOWN) (_DESTROY_BROKER)");
        trouble.OnError(KafkaErrorCode.LocalAllBrokersDown, "1/1 brokers are down", now: 101_000);

        Assert.Contains("security.protocol", trouble.Last(101_000), StringComparison.Ordinal);
    }

    [Fact]
    public void A_replaced_cluster_stands_for_what_goes_wrong_afterwards()
    {
        _trouble.OnClusterReplaced("old", "new");
        _trouble.OnError(KafkaErrorCode.LocalAllBrokersDown, "1/1 brokers are down", now: 150_000);

        Assert.Contains("its id was 'old' and is 'new'", _trouble.Last(200_000), StringComparison.Ordinal);
        _trouble.OnDelivered(now: 201_000);
        Assert.Null(_trouble.Last(201_000));
    }
}
