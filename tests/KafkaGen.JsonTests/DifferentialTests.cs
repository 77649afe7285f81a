using System.Text;
using System.Text.Json;
using KafkaGen.ContractModel;
using KafkaGen.Contracts;

namespace KafkaGen.JsonTests;

/// <summary>The value of every contract, against System.Text.Json's own serializer on random messages.</summary>
public class DifferentialTests
{
    // What F# makes of its own collections and options cannot be made by reflection: VendorTests have samples of it.
    public static IEnumerable<TheoryDataRow<string>> ContractNames =>
        Contracts.Names.Where(row => row.Data != typeof(Vendor.Functional.Order).FullName);

    [Fact]
    public void The_models_contracts_are_all_there()
    {
        Assert.Empty(ContractRegistry.Rejections);
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
    public void The_value_has_System_Text_Jsons_bytes(string contract) => Contracts.Get(contract).Accept(new Comparison(rounds: 2000));

    private sealed class Comparison(int rounds) : IContractVisitor
    {
        public void Visit<T>(KafkaContract<T> contract)
        {
            var messages = new RandomMessages(Seed.Value);
            var buffer = new RecordBuffer();
            for (int i = 0; i < rounds; i++)
            {
                T message = messages.Next<T>();
                byte[] expected = JsonSerializer.SerializeToUtf8Bytes(message, SerializerOptions.Of(typeof(T)));
                buffer.Clear();
                contract.WriteValue(in message, buffer);
                if (!buffer.Value.SequenceEqual(expected))
                {
                    Assert.Fail(Difference(expected, buffer.Value));
                }
            }
        }

        private static string Difference(ReadOnlySpan<byte> expected, ReadOnlySpan<byte> written)
        {
            int start = Math.Max(0, expected.CommonPrefixLength(written) - 40);
            return $"expected ...{Excerpt(expected[start..])}, written ...{Excerpt(written[start..])}. {Seed.Hint}";
        }

        private static string Excerpt(ReadOnlySpan<byte> json) => Encoding.UTF8.GetString(json[..Math.Min(json.Length, 120)]);
    }
}
