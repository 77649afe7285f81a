using System.Collections.Immutable;
using System.Text.Json;
using KafkaGen.ContractModel;
using KafkaGen.Contracts;

namespace KafkaGen.Json.Tests.Model;

/// <summary>What System.Text.Json refuses is refused here too, and nothing else.</summary>
public class RefusalTests
{
    private static readonly JsonSerializerOptions s_web = new(JsonSerializerDefaults.Web);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Depth_is_refused_where_System_Text_Json_does(bool throughLists)
    {
        for (int levels = 1; levels < 70; levels++)
        {
            var tree = new Tree { Name = "leaf" };
            for (int i = 1; i < levels; i++)
            {
                tree = throughLists ? new Tree { Children = [tree] } : new Tree { Parent = tree };
            }

            AssertSameOutcome<JsonException>(tree);
        }
    }

    [Fact]
    public void Depth_of_empty_ones_is_refused_where_System_Text_Json_does_or_one_level_earlier()
    {
        for (int levels = 1; levels < 70; levels++)
        {
            var nest = new Nest { Nothing = new Nothing(), Nothings = [], Names = [], Entries = [] };
            for (int i = 1; i < levels; i++)
            {
                nest = new Nest { Inner = nest };
            }

            if (levels == 63)
            {
                // System.Text.Json writes the empty 64th level, which RecordBuffer.Enter cannot know to stay empty.
                Assert.NotEmpty(JsonSerializer.SerializeToUtf8Bytes(nest, s_web));
                Assert.Throws<RecordEncodingException>(() => ContractRegistry.Get<Nest>().Encode(nest, new RecordBuffer()));
            }
            else
            {
                AssertSameOutcome<JsonException>(nest);
            }
        }
    }

    [Fact]
    public void A_cycle_is_refused()
    {
        var tree = new Tree();
        tree.Children = [tree];
        AssertSameOutcome<JsonException>(tree);
    }

    [Fact]
    public void An_immutable_array_that_was_never_made_is_refused() =>
        AssertSameOutcome<InvalidOperationException>(new Collections { ImmutableArray = default(ImmutableArray<int>) });

    private static void AssertSameOutcome<TRefusal>(object message)
        where TRefusal : Exception =>
        Contracts.Get(message.GetType().FullName!).Accept(new OutcomeComparison<TRefusal>(message));

    /// <summary>Both write the same, or both refuse, System.Text.Json with the given exception.</summary>
    private sealed class OutcomeComparison<TRefusal>(object message) : IContractVisitor
        where TRefusal : Exception
    {
        public void Visit<T>(KafkaContract<T> contract)
        {
            var buffer = new RecordBuffer();
            byte[]? expected = null;
            try
            {
                expected = JsonSerializer.SerializeToUtf8Bytes((T)message, s_web);
            }
            catch (TRefusal)
            {
                Assert.Throws<RecordEncodingException>(() => contract.Encode((T)message, buffer));
            }

            if (expected is not null)
            {
                contract.Encode((T)message, buffer);
                Assert.True(buffer.Value.SequenceEqual(expected));
            }
        }
    }
}
