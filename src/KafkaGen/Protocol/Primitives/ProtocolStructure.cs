namespace KafkaGen.Protocol.Primitives;

/// <summary>A structure of the protocol, that is a message or a part of one, which describes its fields once for both directions.</summary>
internal abstract class ProtocolStructure
{
    /// <summary>Tagged fields that this code does not know; null when there are none. Only flexible versions have them.</summary>
    public List<UnknownTag>? UnknownTags { get; set; }

    /// <summary>
    /// Hands every field to <paramref name="fields"/> and takes it back, in the order of the wire: <c>Name = fields.String(Name);</c>. Writing, the
    /// value comes back as it went; reading, it comes back from the bytes. What a version lacks is left out by <c>if (fields.Version &gt;= 3)</c>;
    /// where a value would be lost without which the message means something else, <see cref="MessageFields.Absent"/> refuses it.
    /// </summary>
    public abstract void Describe(ref MessageFields fields);

    /// <summary>
    /// The same for the tagged fields of flexible versions, by rising number:
    /// <c>if (fields.Tag(0, Rack is not null)) { Rack = fields.String(Rack); }</c>.
    /// </summary>
    public virtual void DescribeTags(ref MessageFields fields)
    {
    }
}
