namespace KafkaGen.Configuration.Catalog;

/// <summary>A row of the catalog: all there is to know of an option, written once.</summary>
/// <param name="name">The name under which it is documented and shown.</param>
internal abstract class Option(string name)
{
    internal string Name => name;

    /// <summary>How its value is read under <see cref="Name"/>.</summary>
    internal abstract OptionValue Value { get; }

    /// <summary>Other names of the same, where the value may have another unit. Spelling styles (<c>linger.ms</c>, <c>LingerMs</c>) are no other names.</summary>
    internal (string Name, OptionValue Value)[] OtherNames { get; init; } = [];

    /// <summary>The Java client's name of the same.</summary>
    internal string? Java { get; init; }

    /// <summary>KafkaGen's default, where it has one; an own option's is that of its property.</summary>
    internal string? Default { get; init; }

    /// <summary>Whether a running client takes a change.</summary>
    internal bool IsLive { get; init; }

    /// <summary>Whether the value is shown to nobody.</summary>
    internal bool IsSecret { get; init; }

    /// <summary>What the documentation says of it.</summary>
    internal string Doc { get; init; } = "";

    /// <summary>Every name of it, that under which it is shown first.</summary>
    internal IEnumerable<(string Name, OptionValue Value)> Names => Java is null
        ? [(Name, Value), .. OtherNames]
        : [(Name, Value), .. OtherNames, (Java, Value)];
}

/// <summary>An option that is a property of an options object.</summary>
internal abstract class Option<TOptions>(string name) : Option(name)
{
    /// <summary>Its value as text; <see langword="null"/> when it has none.</summary>
    internal abstract string? Text(TOptions options);

    /// <summary>Sets a text that has no <see cref="OptionValue.Problem"/>, read as <paramref name="how"/> says.</summary>
    internal abstract void Set(TOptions options, string text, OptionValue how);

    /// <summary>What the value of the property must be; <see langword="null"/> when it is that.</summary>
    internal abstract string? OutOfRange(TOptions options);
}

/// <summary>The same with the property's type.</summary>
internal sealed class Option<TOptions, T>(string name, OptionValue<T> value, Func<TOptions, (bool HasValue, T Value)> get, Action<TOptions, T> set) : Option<TOptions>(name)
{
    internal override OptionValue Value => value;

    internal override string? Text(TOptions options) => get(options) is (true, var known) ? value.Format(known) : null;

    internal override void Set(TOptions options, string text, OptionValue how)
    {
        if (((OptionValue<T>)how).TryParse(text, out T parsed))
        {
            set(options, parsed);
        }
    }

    internal override string? OutOfRange(TOptions options) => get(options) is (true, var known) ? value.OutOfRange(known) : null;
}
