using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using KafkaGen.Contracts;
using Vendor.Functional;

namespace KafkaGen.Json.Tests.Model;

/// <summary>Types of a netstandard2.0 and of an F# assembly, as the compiler reads them from their metadata.</summary>
public sealed class VendorTests
{
    public static IEnumerable<TheoryDataRow<string>> FunctionalSamples =>
        typeof(Samples).GetProperties().Where(sample => sample.Name != "line").Select(sample => new TheoryDataRow<string>(sample.Name));

    [Theory]
    [MemberData(nameof(FunctionalSamples))]
    public void Values_of_F_sharp_have_System_Text_Jsons_bytes(string name)
    {
        object sample = typeof(Samples).GetProperty(name)!.GetValue(null)!;
        var encoder = new Encoder(sample);
        Contracts.Get(sample.GetType().FullName!).Accept(encoder);
        Assert.Equal(JsonSerializer.Serialize(sample, sample.GetType(), JsonSerializerOptions.Web), encoder.Json);
    }

    private sealed class Encoder(object message) : IContractVisitor
    {
        public string? Json { get; private set; }

        public void Visit<T>(KafkaContract<T> contract)
        {
            var buffer = new RecordBuffer();
            contract.WriteValue((T)message, buffer);
            Json = Encoding.UTF8.GetString(buffer.Value);
        }
    }
}
