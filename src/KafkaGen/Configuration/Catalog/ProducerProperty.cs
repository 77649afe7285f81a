namespace KafkaGen.Configuration.Catalog;

/// <summary>A property of librdkafka's producer or of its topics that can be given as text.</summary>
internal sealed class ProducerProperty(string name, OptionValue value) : Option(name)
{
    internal override OptionValue Value => value;

    /// <summary>Other names for which the value has the same form.</summary>
    internal string[] AlsoNamed
    {
        init => OtherNames = [.. value.Select(other => (other, Value))];
    }

    /// <summary>What KafkaGen computes its default from, where it does.</summary>
    internal string? ComputedDefault { get; init; }

    /// <summary>Whether librdkafka calls it deprecated.</summary>
    internal bool IsDeprecated { get; init; }

    /// <summary>Whether it says what KafkaGen does anyway: a property of another client that librdkafka does not have.</summary>
    internal bool IsForeign { get; init; }

    /// <summary>The only value that works, where <see cref="Because"/> tells why.</summary>
    internal string? Only { get; init; }

    /// <summary>Why no other value than <see cref="Only"/> works, and what to do instead.</summary>
    internal string? Because { get; init; }

    /// <summary>What the file must be that the property names; <see langword="null"/> of one that names none.</summary>
    internal FileKind? File { get; init; }

    /// <summary>The property that holds the password of that file.</summary>
    internal string? FilePassword { get; init; }
}
