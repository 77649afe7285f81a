using System.Threading.Channels;
using KafkaGen.Contracts;
using KafkaGen.Sending;

namespace KafkaGen.Tests.Sending;

public sealed class PartitionWatchTests
{
    [Fact]
    public async Task A_topic_that_grows_is_noticed_and_an_answer_that_fails_changes_nothing()
    {
        Channel<(KafkaErrorCode, int)?> asked = Channel.CreateUnbounded<(KafkaErrorCode, int)?>();
        Channel<(KafkaErrorCode, int)?> answers = Channel.CreateUnbounded<(KafkaErrorCode, int)?>();
        int known = 0;
        PartitionWatch watch = new(
            "t",
            CustomPartitioner<Last>.Instance,
            () =>
            {
                asked.Writer.TryWrite(null);
                return answers.Reader.ReadAsync().AsTask().GetAwaiter().GetResult();
            },
            () => known++,
            TimeSpan.FromMilliseconds(1));
        Task running = watch.RunAsync(CancellationToken.None);

        Assert.False(watch.IsReady);
        await AnswerAsync((KafkaErrorCode.LeaderNotAvailable, 0));
        Assert.False(watch.IsReady);
        await AnswerAsync((KafkaErrorCode.None, 3));
        Assert.Equal(2, Assigned());
        await AnswerAsync((KafkaErrorCode.LocalTransport, 0));
        Assert.Equal(2, Assigned());
        await AnswerAsync((KafkaErrorCode.None, 12));
        Assert.Equal(11, Assigned());
        answers.Writer.TryWrite(null);
        await running;
        Assert.Equal(1, known);

        // An answer counts once the next question is asked.
        async Task AnswerAsync((KafkaErrorCode, int) answer)
        {
            await asked.Reader.ReadAsync(TestContext.Current.CancellationToken);
            answers.Writer.TryWrite(answer);
            await asked.Reader.WaitToReadAsync(TestContext.Current.CancellationToken);
        }

        int? Assigned()
        {
            RecordBuffer record = new();
            record.EndKey();
            watch.Assign(record);
            return record.Partition;
        }
    }

    private sealed class Last : IRecordPartitioner
    {
        public static int Partition(ReadOnlySpan<byte> key, int partitionCount) => partitionCount - 1;
    }
}
