using System.Text;
using KafkaGen.Protocol.Primitives;

namespace KafkaGen.Protocol;

/// <summary>What stands before the body of a request.</summary>
/// <param name="Key">The API, perhaps one that this code does not know.</param>
/// <param name="Version">The version of header and body.</param>
/// <param name="CorrelationId">What the answer repeats.</param>
/// <param name="ClientId">The client's name for itself.</param>
internal readonly record struct RequestHeader(ApiKey Key, short Version, int CorrelationId, string? ClientId)
{
    /// <summary>The API; null when this code does not know it.</summary>
    public Api? Api => ApiCatalog.Find(Key);

    /// <summary>Whether the body can be read.</summary>
    public bool IsKnown => Api is { } api && api.Has(Version);

    /// <summary>Writes the header. Its client id keeps the plain form in every version: brokers read it before they know the version.</summary>
    public void WriteTo(ProtocolWriter writer)
    {
        var fields = new MessageFields(writer, nameof(RequestHeader), Version, isFlexible: false);
        fields.Int16((short)Key);
        fields.Int16(Version);
        fields.Int32(CorrelationId);
        fields.NullableString(ClientId);
        if (Api is { } api && api.RequestHeaderVersion(Version) >= 2)
        {
            // No tagged field has been defined for headers so far.
            writer.WriteUnsignedVarint(0);
        }
    }

    /// <summary>Reads the header, with its tagged fields where the version is known to have some.</summary>
    /// <exception cref="ProtocolException">It is cut off or impossible.</exception>
    public static RequestHeader Read(ref ProtocolReader reader)
    {
        var key = (ApiKey)reader.ReadInt16(nameof(Key));
        short version = reader.ReadInt16(nameof(Version));
        int correlationId = reader.ReadInt32(nameof(CorrelationId));
        int length = reader.ReadPlainStringLength(nameof(ClientId));
        string? clientId = length < 0 ? null : Encoding.UTF8.GetString(reader.Take(length, nameof(ClientId)));
        var header = new RequestHeader(key, version, correlationId, clientId);
        if (header.IsKnown && header.Api!.RequestHeaderVersion(version) >= 2)
        {
            HeaderTags.Skip(ref reader);
        }

        return header;
    }
}
