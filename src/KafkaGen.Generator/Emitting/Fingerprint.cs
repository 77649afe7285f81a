using System.Globalization;
using KafkaGen.Generator.Model;

namespace KafkaGen.Generator.Emitting;

/// <summary>
/// A stable hash of the code that a contract becomes, its encoders included, or an interface: two shapes with one fingerprint would have been written alike.
/// </summary>
internal static class Fingerprint
{
    // FNV-1a, 64 bits: the same in every process, which GetHashCode is not.
    private const ulong OffsetBasis = 14695981039346656037;
    private const ulong Prime = 1099511628211;

    public static string Of(ContractSpec contract)
    {
        using var writer = new SourceWriter();
        ContractEmitter.EmitClass(writer, contract);
        IReadOnlyDictionary<string, EncoderSpec> unnamed = SchemaEmitter.Unnamed(contract.Encoders);
        foreach (EncoderSpec encoder in contract.Encoders)
        {
            EncoderEmitter.EmitClass(writer, encoder, unnamed);
        }

        return Of(writer);
    }

    public static string Of(ProducerSpec producer)
    {
        using var writer = new SourceWriter();
        ProducerEmitter.EmitTypes(writer, producer);
        return Of(writer);
    }

    private static string Of(SourceWriter writer)
    {
        ulong hash = OffsetBasis;
        foreach (char c in writer.Written)
        {
            hash = unchecked((hash ^ c) * Prime);
        }

        return hash.ToString("x16", CultureInfo.InvariantCulture);
    }
}
