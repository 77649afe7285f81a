using KafkaGen.Protocol.Messages;
using KafkaGen.Protocol.Records;
using KafkaGen.Testing.Broker;

namespace KafkaGen.BrokerTests.Model;

/// <summary>What a partition remembers of idempotent producers.</summary>
public sealed class IdempotenceTests
{
    private readonly TestCluster _cluster = new();

    public IdempotenceTests() => _cluster.Create("t", replicas: 3);

    [Fact]
    public void Producer_ids_differ()
    {
        InitProducerIdResponse first = _cluster.Client().Ask<InitProducerIdResponse>(new InitProducerIdRequest());
        InitProducerIdResponse second = _cluster.Client(2).Ask<InitProducerIdResponse>(new InitProducerIdRequest());

        Assert.NotEqual(first.ProducerId, second.ProducerId);
        Assert.Equal(0, first.ProducerEpoch);
    }

    [Fact]
    public void A_repeated_batch_is_answered_with_its_first_offset_and_not_stored_again()
    {
        for (int batch = 0; batch < 6; batch++)
        {
            Assert.Equal(batch * 2, Append(0, batch * 2, "a", "b").BaseOffset);
        }

        for (int batch = 1; batch < 6; batch++)
        {
            ProduceResponse.Partition again = Append(0, batch * 2, "a", "b");
            Assert.Equal((KafkaErrorCode.None, batch * 2), (again.ErrorCode, again.BaseOffset));
        }

        Assert.Equal(12, _cluster.Partition("t").Log.End);
    }

    [Fact]
    public void A_repetition_older_than_five_batches_is_out_of_order()
    {
        for (int batch = 0; batch < 6; batch++)
        {
            Append(0, batch, "a");
        }

        Assert.Equal(KafkaErrorCode.OutOfOrderSequenceNumber, Append(0, 0, "a").ErrorCode);
    }

    [Fact]
    public void A_repetition_with_another_number_of_records_is_out_of_order()
    {
        Append(0, 0, "a", "b");

        Assert.Equal(KafkaErrorCode.OutOfOrderSequenceNumber, Append(0, 0, "a").ErrorCode);
    }

    [Fact]
    public void A_gap_is_out_of_order()
    {
        Append(0, 0, "a");

        Assert.Equal(KafkaErrorCode.OutOfOrderSequenceNumber, Append(0, 2, "c").ErrorCode);
        Assert.Equal(KafkaErrorCode.None, Append(0, 1, "b").ErrorCode);
    }

    [Fact]
    public void An_unknown_producer_may_begin_anywhere() => Assert.Equal(KafkaErrorCode.None, Append(0, 17, "a").ErrorCode);

    [Fact]
    public void A_new_epoch_begins_at_0_and_ends_the_old_one()
    {
        Append(0, 0, "a");

        Assert.Equal(KafkaErrorCode.OutOfOrderSequenceNumber, Append(1, 1, "b").ErrorCode);
        Assert.Equal(KafkaErrorCode.None, Append(1, 0, "b").ErrorCode);
        Assert.Equal(KafkaErrorCode.InvalidProducerEpoch, Append(0, 1, "c").ErrorCode);
    }

    [Fact]
    public void Sequences_wrap_to_0()
    {
        Append(0, int.MaxValue - 1, "a");

        ProduceResponse.Partition wrapped = Append(0, int.MaxValue, "b", "c");

        Assert.Equal(KafkaErrorCode.None, wrapped.ErrorCode);
        Assert.Equal(wrapped.BaseOffset, Append(0, int.MaxValue, "b", "c").BaseOffset);
        Assert.Equal(KafkaErrorCode.None, Append(0, 1, "d").ErrorCode);
    }

    [Fact]
    public void After_the_last_sequence_comes_0()
    {
        Append(0, int.MaxValue, "a");

        Assert.Equal(KafkaErrorCode.OutOfOrderSequenceNumber, Append(0, 1, "b").ErrorCode);
        Assert.Equal(KafkaErrorCode.None, Append(0, 0, "b").ErrorCode);
    }

    [Fact]
    public void A_new_leader_knows_what_the_old_one_knew()
    {
        Append(0, 0, "a");
        _cluster.Do(model => model.StopBroker(1));

        Assert.Equal(2, _cluster.Partition("t").Leader);
        Assert.Equal(0, Append(0, 0, "a").BaseOffset);
        Assert.Equal(1, Append(0, 1, "b").BaseOffset);
    }

    [Fact]
    public void A_leader_that_lost_records_forgets_their_sequences()
    {
        Append(0, 0, "a");
        _cluster.Do(model =>
        {
            model.Replicator.SetLagging(_cluster.Partition("t"), _cluster.Partition("t").ReplicaOn(2)!, lagging: true);
            model.Replicator.SetLagging(_cluster.Partition("t"), _cluster.Partition("t").ReplicaOn(3)!, lagging: true);
        });
        Append(0, 1, "lost", acks: 1);
        _cluster.Do(model => model.StopBroker(1));

        Assert.Equal(["a"], _cluster.Values("t"));
        Assert.Equal(1, Append(0, 1, "b", acks: 1).BaseOffset);
    }

    [Fact]
    public void A_silent_producer_is_forgotten_after_a_day()
    {
        Append(0, 0, "a");
        _cluster.Advance(TimeSpan.FromDays(2));

        Assert.Equal(0, _cluster.Partition("t").Producers.Count);
    }

    [Fact]
    public void A_producer_is_forgotten_by_the_times_of_its_records_and_not_by_when_they_came()
    {
        byte[] old = Batch.Of(
            TestCluster.Start.AddDays(-2).ToUnixTimeMilliseconds(), new RecordBatchHeader { ProducerId = 7, ProducerEpoch = 0, BaseSequence = 0 }, ["a"]);
        _cluster.Produce("t", old);
        Assert.Equal(1, _cluster.Partition("t").Producers.Count);

        _cluster.Advance(TimeSpan.FromMinutes(10));

        Assert.Equal(0, _cluster.Partition("t").Producers.Count);
        Assert.Equal(1, _cluster.Produce("t", old).BaseOffset);
    }

    [Fact]
    public void A_leader_that_was_restarted_remembers_the_last_batch_alone()
    {
        _cluster.Create("alone");
        AppendThree("alone");

        _cluster.Do(model => model.StopBroker(1));
        _cluster.Do(model => model.StartBroker(1));

        Assert.Equal((KafkaErrorCode.None, 2L), Answer("alone", 2));
        Assert.Equal(KafkaErrorCode.OutOfOrderSequenceNumber, Answer("alone", 1).Error);
        Assert.Equal((KafkaErrorCode.None, 3L), Answer("alone", 3));
        Assert.Equal((KafkaErrorCode.None, 2L), Answer("alone", 2));
    }

    [Fact]
    public void A_leader_that_crashed_learns_all_five_from_its_log()
    {
        _cluster.Create("alone");
        AppendThree("alone");

        _cluster.Do(model => model.StopBroker(1, loseUnflushed: true));
        _cluster.Do(model => model.StartBroker(1));

        Assert.Equal((KafkaErrorCode.None, 0L), Answer("alone", 0));
    }

    [Fact]
    public void A_follower_that_becomes_leader_remembers_all_five_unless_it_was_restarted()
    {
        AppendThree("t");
        _cluster.Do(model => model.StopBroker(1));

        Assert.Equal(2, _cluster.Partition("t").Leader);
        Assert.Equal((KafkaErrorCode.None, 0L), Answer("t", 0));

        _cluster.Do(model => model.StartBroker(1));
        _cluster.Do(model => model.Replicator.SetLeader(_cluster.Partition("t"), 1));

        Assert.Equal(KafkaErrorCode.OutOfOrderSequenceNumber, Answer("t", 0).Error);
        Assert.Equal((KafkaErrorCode.None, 2L), Answer("t", 2));
    }

    private void AppendThree(string topic)
    {
        for (int sequence = 0; sequence < 3; sequence++)
        {
            Answer(topic, sequence);
        }
    }

    private (KafkaErrorCode Error, long Offset) Answer(string topic, int sequence)
    {
        ProduceResponse.Partition answer = _cluster.Produce(topic, Batch.Idempotent(7, 0, sequence, "a"));
        return (answer.ErrorCode, answer.BaseOffset);
    }

    private ProduceResponse.Partition Append(short epoch, int sequence, string first, string? second = null, short acks = -1) =>
        _cluster.Produce("t", Batch.Idempotent(7, epoch, sequence, second is null ? [first] : [first, second]), acks: acks);
}
