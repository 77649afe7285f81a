using KafkaGen.Protocol;
using KafkaGen.Protocol.Messages;
using KafkaGen.Testing.Broker.Faults;

namespace KafkaGen.BrokerTests.Model;

/// <summary>What a test can do to requests, each in virtual time.</summary>
public sealed class FaultTests
{
    private readonly TestCluster _cluster = new(brokers: 1);

    public FaultTests() => _cluster.Create("t");

    [Theory]
    [InlineData(nameof(FaultKind.Close), 0)]
    [InlineData(nameof(FaultKind.CloseAfter), 1)]
    public void A_connection_is_cut_before_or_after_the_request(string kind, int stored)
    {
        _cluster.Model.Faults.Add(new Fault(Enum.Parse<FaultKind>(kind)) { Api = ApiKey.Produce });
        ModelClient client = new(_cluster, 1);

        client.Send(_cluster.ProduceRequest("t", Batch.Of("a")));

        Assert.Equal((0, true), (client.AnswerCount, client.IsClosed));
        Assert.Equal(stored, _cluster.Partition("t").Log.End);
    }

    [Fact]
    public void A_request_is_carried_out_and_answered_with_an_error_all_the_same()
    {
        _cluster.Model.Faults.Add(new Fault(FaultKind.RefuseAfter) { Api = ApiKey.Produce, Error = KafkaErrorCode.NotEnoughReplicasAfterAppend });

        Assert.Equal(KafkaErrorCode.NotEnoughReplicasAfterAppend, _cluster.Produce("t", Batch.Idempotent(7, 0, 0, "a")).ErrorCode);
        ProduceResponse.Partition again = _cluster.Produce("t", Batch.Idempotent(7, 0, 0, "a"));
        Assert.Equal((KafkaErrorCode.None, 0), (again.ErrorCode, again.BaseOffset));
        Assert.Equal(1, _cluster.Partition("t").Log.End);
    }

    [Theory]
    [InlineData(nameof(FaultKind.DropRequest), 0)]
    [InlineData(nameof(FaultKind.DropAnswer), 2)]
    public void After_a_loss_the_connection_is_silent(string kind, int stored)
    {
        _cluster.Model.Faults.Add(new Fault(Enum.Parse<FaultKind>(kind)) { Api = ApiKey.Produce });
        ModelClient client = new(_cluster, 1);

        client.Send(_cluster.ProduceRequest("t", Batch.Of("a")));
        client.Send(_cluster.ProduceRequest("t", Batch.Of("b")));
        _cluster.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal((0, false), (client.AnswerCount, client.IsClosed));
        Assert.Equal(stored, _cluster.Partition("t").Log.End);
        Assert.Equal(KafkaErrorCode.None, _cluster.Produce("t", Batch.Of("c")).ErrorCode);
    }

    [Fact]
    public void A_client_that_leaves_behind_a_lost_request_is_forgotten()
    {
        _cluster.Model.Faults.Add(new Fault(FaultKind.DropRequest) { Api = ApiKey.Produce });
        ModelClient client = new(_cluster, 1);
        client.Send(_cluster.ProduceRequest("t", Batch.Of("a")));
        client.Send(_cluster.ProduceRequest("t", Batch.Of("b")));

        client.Leave(carriesOut: true);

        Assert.Empty(_cluster.Model.Broker(1).Connections);
        Assert.Equal(0, _cluster.Partition("t").Log.End);
    }

    [Fact]
    public void A_client_whose_request_is_lost_after_it_has_left_is_forgotten()
    {
        _cluster.Model.Faults.Add(new Fault(FaultKind.DelayRequest) { Api = ApiKey.Metadata, Delay = TimeSpan.FromSeconds(1) });
        _cluster.Model.Faults.Add(new Fault(FaultKind.DropRequest) { Api = ApiKey.Produce });
        ModelClient client = new(_cluster, 1);
        client.Send(new MetadataRequest { Topics = [new() { Name = "t" }] });
        client.Send(_cluster.ProduceRequest("t", Batch.Of("a")));
        client.Leave(carriesOut: true);
        Assert.Single(_cluster.Model.Broker(1).Connections);

        _cluster.Advance(TimeSpan.FromMinutes(1));

        Assert.Empty(_cluster.Model.Broker(1).Connections);
        Assert.Equal(0, _cluster.Partition("t").Log.End);
    }

    [Theory]
    [InlineData(nameof(FaultKind.DelayRequest), 0)]
    [InlineData(nameof(FaultKind.DelayAnswer), 1)]
    public void A_delay_holds_the_request_or_its_answer(string kind, int storedAtOnce)
    {
        _cluster.Model.Faults.Add(new Fault(Enum.Parse<FaultKind>(kind)) { Api = ApiKey.Produce, Delay = TimeSpan.FromSeconds(2) });
        ModelClient client = new(_cluster, 1);

        client.Send(_cluster.ProduceRequest("t", Batch.Of("a")));
        Assert.Equal(storedAtOnce, _cluster.Partition("t").Log.End);
        _cluster.Advance(TimeSpan.FromSeconds(2) - TimeSpan.FromTicks(1));
        Assert.Equal(0, client.AnswerCount);
        _cluster.Advance(TimeSpan.FromTicks(1));

        Assert.Equal(0, client.Next<ProduceResponse>().Topics[0].Partitions[0].BaseOffset);
    }

    [Fact]
    public void Errors_are_met_in_their_sequence_and_some_let_pass()
    {
        foreach (KafkaErrorCode error in new[] { KafkaErrorCode.NotEnoughReplicas, KafkaErrorCode.None, KafkaErrorCode.KafkaStorageError })
        {
            _cluster.Model.Faults.Add(new Fault(FaultKind.Refuse) { Api = ApiKey.Produce, Error = error, LetsPass = error == KafkaErrorCode.None });
        }

        Assert.Equal(KafkaErrorCode.NotEnoughReplicas, _cluster.Produce("t", Batch.Of("a")).ErrorCode);
        Assert.Equal(KafkaErrorCode.None, _cluster.Produce("t", Batch.Of("a")).ErrorCode);
        Assert.Equal(KafkaErrorCode.KafkaStorageError, _cluster.Produce("t", Batch.Of("a")).ErrorCode);
        Assert.Equal(KafkaErrorCode.None, _cluster.Produce("t", Batch.Of("a")).ErrorCode);
        Assert.Equal(2, _cluster.Partition("t").Log.End);
    }

    [Fact]
    public void Every_request_can_be_refused_in_every_version()
    {
        foreach (Api api in ApiCatalog.All)
        {
            for (short version = api.MinVersion; version <= api.MaxVersion; version++)
            {
                _cluster.Model.Faults.Add(new Fault(FaultKind.Refuse) { Api = api.Key, Error = KafkaErrorCode.UnsupportedForMessageFormat });
                ModelClient client = new(_cluster, 1);
                Request request = api.NewRequest();
                if (request is ProduceRequest produce)
                {
                    produce.Acks = 1;
                }

                client.Send(request, version);

                Assert.True(client.AnswerCount == 1, $"{api.Name} v{version} was not answered: {string.Join(' ', _cluster.Log)}");
            }
        }
    }

    [Fact]
    public void The_round_trip_time_delays_answers_without_slowing_what_follows()
    {
        _cluster.Model.Broker(1).RoundTripTime = TimeSpan.FromMilliseconds(100);
        ModelClient client = new(_cluster, 1);
        for (int request = 0; request < 5; request++)
        {
            client.Send(_cluster.ProduceRequest("t", Batch.Of("a")));
        }

        Assert.Equal(0, client.AnswerCount);
        _cluster.Advance(TimeSpan.FromMilliseconds(100));

        Assert.Equal(5, client.AnswerCount);
    }

    [Fact]
    public void An_older_brokers_versions_are_told_and_held_to()
    {
        _cluster.Model.ApiLimits.Cap(ApiKey.Produce, 7);
        _cluster.Model.ApiLimits.Cap(ApiKey.InitProducerId, -1);
        ModelClient client = new(_cluster, 1);

        ApiVersionsResponse told = client.Ask<ApiVersionsResponse>(new ApiVersionsRequest { ClientSoftwareName = "t", ClientSoftwareVersion = "1" });
        client.Send(_cluster.ProduceRequest("t", Batch.Of("a"), version: 9), version: 9);

        Assert.Equal(7, told.ApiKeys.Single(api => api.ApiKey == ApiKey.Produce).MaxVersion);
        Assert.DoesNotContain(told.ApiKeys, api => api.ApiKey == ApiKey.InitProducerId);
        Assert.True(client.IsClosed);
        Assert.Contains("Produce version 9", Assert.Single(_cluster.Log), StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_version_of_ApiVersions_is_answered_in_the_oldest_form()
    {
        _cluster.Model.ApiLimits.Cap(ApiKey.ApiVersions, 2);
        ModelClient client = new(_cluster, 1);

        ApiVersionsResponse refused = client.Ask<ApiVersionsResponse>(new ApiVersionsRequest { ClientSoftwareName = "t", ClientSoftwareVersion = "1" }, version: 3);

        Assert.Equal(KafkaErrorCode.UnsupportedVersion, refused.ErrorCode);
        Assert.Equal(2, Assert.Single(refused.ApiKeys).MaxVersion);
        Assert.False(client.IsClosed);
    }

    [Fact]
    public void The_same_seed_and_requests_give_the_same_answers()
    {
        Assert.Equal(Run(), Run());

        static string Run()
        {
            TestCluster cluster = new(brokers: 3);
            cluster.Create("t", partitions: 3, replicas: 2);
            ModelClient client = new(cluster, cluster.Model.CoordinatorOf("g")!.Id);
            string member = client.Ask<JoinGroupResponse>(new JoinGroupRequest
            {
                GroupId = "g",
                SessionTimeoutMs = 10_000,
                ProtocolType = "consumer",
                Protocols = [new() { Name = "range" }],
            }).MemberId;
            return $"{cluster.Model.Id} {cluster.Model.Topics.Find("t")!.Id} {member}";
        }
    }
}
