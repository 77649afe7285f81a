using KafkaGen.Protocol.Primitives;

namespace KafkaGen.Protocol;

/// <summary>The tagged fields of headers, of which Kafka has not defined any.</summary>
internal static class HeaderTags
{
    /// <summary>Reads over what a newer peer may have put there.</summary>
    public static void Skip(ref ProtocolReader reader)
    {
        const string Field = "tagged fields";
        uint count = reader.ReadUnsignedVarint(Field);
        if (count > reader.Remaining / 2)
        {
            reader.Throw(Field, $"{count} tagged fields are more than the {reader.Remaining} bytes that are left");
        }

        for (; count > 0; count--)
        {
            reader.ReadUnsignedVarint(Field);
            uint size = reader.ReadUnsignedVarint(Field);
            reader.Take(size > int.MaxValue ? -1 : (int)size, Field);
        }
    }
}
