namespace KafkaGen;

/// <summary>How a key becomes bytes.</summary>
public enum KeyEncoding
{
    /// <summary>
    /// As Java's serializer of the type: text as UTF-8, integers big-endian in their own width, a <see cref="Guid"/> as its 36 characters,
    /// bytes as they are.
    /// </summary>
    Java = 0,

    /// <summary>The plain text in UTF-8: the digits of a number, the 36 characters of a <see cref="Guid"/>. Bytes have none.</summary>
    Text = 1,

    /// <summary>
    /// The bytes with the most significant first: integers in their own width, a <see cref="Guid"/> as 16 bytes in the sequence of its text
    /// (RFC 9562). Text and bytes have none.
    /// </summary>
    BigEndian = 2,
}
