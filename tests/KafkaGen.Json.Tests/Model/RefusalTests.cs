using System.Text.Json;
using KafkaGen.ContractModel;
using KafkaGen.Contracts;
using KafkaGen.Json.Tests.Oracle;

namespace KafkaGen.Json.Tests.Model;

/// <summary>What System.Text.Json refuses as too deep is refused here too, and nothing else.</summary>
public class RefusalTests
{
    private readonly RecordBuffer _buffer = new();

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

            AssertSameOutcome(tree);
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
                Assert.NotNull(Expected(nest).Json);
                Assert.NotNull(Written(nest).Refusal);
            }
            else
            {
                AssertSameOutcome(nest);
            }
        }
    }

    private static Outcome Expected<T>(T message) => Outcome.OfSystemTextJson(typeof(T), message, JsonSettings.Web.Options);

    private Outcome Written<T>(T message) => Outcome.OfContract(ContractRegistry.Get<T>(), in message, _buffer);

    private void AssertSameOutcome<T>(T message)
    {
        Outcome expected = Expected(message);
        Outcome written = Written(message);
        Assert.True(expected.Matches(written), Outcome.Describe(expected, written));
        Assert.True(expected.Refusal is null or JsonException);
    }
}
