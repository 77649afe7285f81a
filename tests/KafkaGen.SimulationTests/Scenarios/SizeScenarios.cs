using KafkaGen.Testing.Broker.Faults;

namespace KafkaGen.SimulationTests.Scenarios;

/// <summary>Batches and requests that are too large.</summary>
public sealed class SizeScenarios
{
    [Theory]
    [InlineData(CompressionCodec.None)]
    [InlineData(CompressionCodec.Snappy)]
    public void A_batch_that_is_too_large_for_its_topic_is_sent_in_parts(CompressionCodec codec)
    {
        var stage = Stage.Open(settings => settings with { Linger = 50 }, codec: codec, configuration: ("max.message.bytes", codec == CompressionCodec.None ? "700" : "250"));
        int[] records = [.. Enumerable.Range(0, 16).Select(_ => stage.Append(size: 120))];

        stage.RunUntilAnswered();

        Assert.Equal(records.Select(static (_, index) => (long)index), records.Select(record => stage.Acknowledged(record).Offset));
        Assert.Equal(stage.Log().Select(static batch => (int)batch.BaseOffset), stage.Log().Select(static batch => batch.BaseSequence));
        Assert.InRange(stage.Log().Count, 2, 16);
        stage.Finish();
    }

    [Fact]
    public void Only_the_record_that_is_too_large_fails()
    {
        var stage = Stage.Open(settings => settings with { Linger = 50 }, configuration: ("max.message.bytes", "500"));
        int[] records = [stage.Append(), stage.Append(), stage.Append(size: 1_000), stage.Append(), stage.Append()];

        stage.RunUntilAnswered();

        ProduceException failed = stage.Failed(records[2]);
        Assert.Equal((KafkaErrorCode.MsgSizeTooLarge, RecordPersistence.NotPersisted), (failed.Code, failed.Status));
        Assert.Contains("max.message.bytes", failed.Message, StringComparison.Ordinal);
        Assert.Equal([0L, 1, 2, 3], records.Where((_, index) => index != 2).Select(record => stage.Acknowledged(record).Offset));
        stage.Finish();
    }

    [Fact]
    public void A_first_record_that_is_too_large_does_not_keep_the_second()
    {
        var stage = Stage.Open(configuration: ("max.message.bytes", "500"));
        int first = stage.AppendBatch(size: 1_000);
        int second = stage.AppendBatch();

        stage.RunUntilAnswered();

        stage.Failed(first);
        Assert.Equal(0, stage.Acknowledged(second).Offset);
        stage.Finish();
    }

    [Fact]
    public void A_batch_that_may_be_stored_is_not_sent_in_parts()
    {
        var stage = Stage.Open(settings => settings with { Linger = 50 });
        stage.Warm();
        stage.Fault(FaultKind.CloseAfter);
        stage.Refuse(KafkaErrorCode.MsgSizeTooLarge);
        int first = stage.Append();
        int second = stage.Append();

        stage.RunUntilAnswered();

        Assert.Equal(RecordPersistence.PossiblyPersisted, stage.Failed(first).Status);
        Assert.Equal(RecordPersistence.PossiblyPersisted, stage.Failed(second).Status);
        stage.Finish();
    }

    [Fact]
    public void A_request_has_at_least_one_batch_however_large_and_no_second_that_does_not_fit()
    {
        var stage = Stage.Open(settings => settings with { MaxRequestSize = 1_000, Linger = 50 }, partitions: 6);
        stage.Warm();
        int leader = stage.Partition().Leader!.Value;
        stage.Append(partition: 0, size: 5_000);
        stage.Append(partition: 3, size: 100);

        stage.RunUntilAnswered();

        Assert.Equal(leader, stage.Partition(3).Leader);
        Assert.All(stage.Requests, static request => Assert.Single(request.Batches));
        Assert.Equal(2, stage.Simulation.Ledger.Acknowledged - 6);
        stage.Finish();
    }
}
