using KafkaGen.ContractModel;
using KafkaGen.Contracts;

namespace KafkaGen.Json.Tests.Model;

/// <summary>The value of every contract, against System.Text.Json's own serializer on random messages.</summary>
[Trait("Draws", "Random")]
public class ModelTests
{
    // Contracts of which every second value or so has such a number.
    private static readonly string[] s_numbers = [typeof(Scalars).FullName!, typeof(NullableScalars).FullName!];

    public static IEnumerable<TheoryDataRow<string>> ContractNames => Contracts.Names;

    [Fact]
    public void The_models_contracts_are_all_there()
    {
        IEnumerable<string> annotated =
            from type in typeof(OrderCreated).Assembly.GetTypes()
            where type.IsDefined(typeof(KafkaTopicAttribute), inherit: false)
            orderby type.FullName
            select type.FullName;
        Assert.Subset(Contracts.Names.Select(row => row.Data).ToHashSet(), annotated.ToHashSet());
        Assert.True(annotated.Count() > 40);
    }

    [Theory]
    [MemberData(nameof(ContractNames))]
    public void The_value_has_System_Text_Jsons_bytes(string contract)
    {
        var comparison = new ModelComparison(new RandomMessages(), count: 400);
        Contracts.Get(contract).Accept(comparison);
        Assert.Equal(0, comparison.Refused);
    }

    [Theory]
    [MemberData(nameof(ContractNames))]
    public void Numbers_that_JSON_does_not_have_are_refused_in_every_place(string contract)
    {
        var comparison = new ModelComparison(new RandomMessages { NotANumbers = true }, count: 100);
        Contracts.Get(contract).Accept(comparison);
        Assert.True(comparison.Refused > 0 || !s_numbers.Contains(contract), $"No value was refused. {Seed.Hint}");
    }
}
