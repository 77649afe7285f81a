using System.Globalization;
using KafkaGen.ContractModel;

namespace KafkaGen.Json.Tests.Model;

/// <summary>What the comparisons stand on: values that a seed makes again, and a failure that is small and says how to repeat it.</summary>
public class RandomChecksTests
{
    [Fact]
    public void A_seed_makes_the_same_values_again()
    {
        string[] first = Texts(seed: 5);
        Assert.Equal(first, Texts(seed: 5));
        Assert.NotEqual(first, Texts(seed: 6));
        Assert.Distinct(first);
    }

    [Fact]
    public void A_failure_is_shrunk_and_says_how_to_repeat_it()
    {
        int largest = 0;
        string? smallest = null;
        var failure = Assert.Throws<RandomFailureException>(() => RandomScalars.Gen(random => random.Text()).Check(
            1000,
            text =>
            {
                if (text.Contains('<'))
                {
                    largest = Math.Max(largest, text.Length);
                    smallest = smallest is null || text.Length <= smallest.Length ? text : smallest;
                    Assert.Fail("it has a bracket");
                }
            },
            seed: 5,
            secondsToShrink: 1));
        Assert.Contains("it has a bracket", failure.Message, StringComparison.Ordinal);
        Assert.Contains("CsCheck_Seed", failure.Message, StringComparison.Ordinal);
        Assert.EndsWith(Seed.HintOf(5), failure.Message, StringComparison.Ordinal);
        Assert.True(smallest!.Length < largest, string.Create(CultureInfo.InvariantCulture, $"{largest} characters were shrunk to {smallest.Length}."));
    }

    private static string[] Texts(int seed) => [.. new RandomMessages().Gen<OrderCreated>().Values(seed).Take(20).Select(order => order.ToString())];
}
