using System.Text.Json;
using KafkaGen.Contracts;
using KafkaGen.Json.Tests.Oracle;

namespace KafkaGen.Json.Tests.Model;

/// <summary>Compares random values of a contract with what System.Text.Json makes of them: the same bytes, or the same refusal.</summary>
internal sealed class ModelComparison(RandomMessages messages, int count) : IContractVisitor
{
    /// <summary>How many values both have written.</summary>
    public int Written { get; private set; }

    /// <summary>How many values both have refused.</summary>
    public int Refused { get; private set; }

    public void Visit<T>(KafkaContract<T> contract)
    {
        var value = new ValueOnly<T>(contract);
        JsonSerializerOptions options = JsonSettings.Of(typeof(T)).Options;
        var buffer = new RecordBuffer();
        messages.Gen<T>().Check(count, message =>
        {
            var expected = Outcome.OfSystemTextJson(typeof(T), message, options);
            var written = Outcome.OfContract(value, in message, buffer);
            if (!expected.Matches(written))
            {
                Assert.Fail(Outcome.Describe(expected, written));
            }

            _ = expected.Refusal is null ? Written++ : Refused++;
        });
    }

    /// <summary>A contract without key, headers, timestamp and partition, which refuse values of their own.</summary>
    private sealed class ValueOnly<T>(KafkaContract<T> contract) : KafkaContract<T>
    {
        public override string Topic => contract.Topic;

        public override string Name => contract.Name;

        public override void WriteValue(in T message, RecordBuffer output) => contract.WriteValue(in message, output);
    }
}
