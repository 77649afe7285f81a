namespace KafkaGen.Generator.Model;

/// <summary>The record's key.</summary>
/// <param name="TypeName">The type that a key is given as: of several members a tuple.</param>
/// <param name="Parts">The values in it.</param>
internal sealed record KeySpec(string TypeName, EquatableArray<KeyPartSpec> Parts);

/// <summary>One value of the key.</summary>
/// <param name="Member">The member's name, for messages.</param>
/// <param name="Place">Which of the key's members holds it, from zero; a struct with several values is one member.</param>
/// <param name="Access">How the member is read.</param>
/// <param name="CanBeNull">Whether the member itself can be <see langword="null"/>.</param>
/// <param name="IsWholeKey">Whether the member is all of the key, so that there is no key when it is <see langword="null"/>.</param>
/// <param name="Unwrap">The way from the member to the value inside a strongly typed id; empty for a plain one.</param>
/// <param name="Cast">The underlying type of an enum, else <see langword="null"/>.</param>
/// <param name="Form">How the value becomes bytes where it is all of the key.</param>
/// <param name="Shape">What those bytes are, in words.</param>
internal sealed record KeyPartSpec(
    string Member, int Place, MemberAccess Access, bool CanBeNull, bool IsWholeKey, EquatableArray<UnwrapStep> Unwrap, string? Cast, KeyForm Form, string Shape);

/// <summary>How a key of one value becomes bytes.</summary>
internal enum KeyForm
{
    Java,
    Text,
    BigEndianGuid,
}

/// <summary>One step into a strongly typed id.</summary>
/// <param name="Name">The property or field, escaped.</param>
/// <param name="CanBeNull">Whether its value can be <see langword="null"/>.</param>
internal sealed record UnwrapStep(string Name, bool CanBeNull);

/// <summary>One header of every record.</summary>
/// <param name="Name">The header's name.</param>
/// <param name="Constant">The text of a constant header, else <see langword="null"/>.</param>
/// <param name="Access">The member of any other.</param>
/// <param name="CanBeNull">Whether the member can be <see langword="null"/>: the header is left out then.</param>
/// <param name="Form">How the member's value becomes bytes.</param>
/// <param name="Cast">The underlying type of an enum, else <see langword="null"/>.</param>
internal sealed record HeaderSpec(string Name, string? Constant, MemberAccess? Access, bool CanBeNull, HeaderForm Form, string? Cast);

/// <summary>How a header's value becomes bytes.</summary>
internal enum HeaderForm
{
    Text,
    Bytes,
    Memory,
}

/// <summary>The record's timestamp.</summary>
/// <param name="Member">The member's name, for messages.</param>
/// <param name="Access">How it is read.</param>
/// <param name="CanBeNull">Whether it can be <see langword="null"/>: the record is stamped on acceptance then.</param>
/// <param name="Form">What it is.</param>
internal sealed record TimestampSpec(string Member, MemberAccess Access, bool CanBeNull, TimestampForm Form);

/// <summary>What a timestamp member is.</summary>
internal enum TimestampForm
{
    DateTimeOffset,
    DateTime,
    UnixMilliseconds,
}

/// <summary>A member whose items are headers.</summary>
/// <param name="Access">How it is read.</param>
/// <param name="CanBeNull">Whether it can be <see langword="null"/>: it sends no header then.</param>
/// <param name="Through">The interface to enumerate it through, when not by its own enumerator.</param>
/// <param name="Form">How an item's value becomes bytes.</param>
/// <param name="IsPair">Whether the items are pairs, rather than headers.</param>
internal sealed record HeaderSetSpec(MemberAccess Access, bool CanBeNull, string? Through, HeaderForm Form, bool IsPair);
