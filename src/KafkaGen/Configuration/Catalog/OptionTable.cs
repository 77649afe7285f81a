using System.Collections.Frozen;

namespace KafkaGen.Configuration.Catalog;

/// <summary>Options by all of their names, in any spelling.</summary>
internal sealed class OptionTable
{
    /// <summary>What a client may be given: its own options, the properties of librdkafka's producer, and what other clients call those.</summary>
    internal static readonly OptionTable Client = new([.. ClientOptions.All, .. ProducerProperties.All, .. ProducerProperties.Foreign]);

    /// <summary>What transactions may be given beside librdkafka's properties.</summary>
    internal static readonly OptionTable Transactions = new(TransactionOptions.All);

    /// <summary>What may be said of one topic.</summary>
    internal static readonly OptionTable Topic = new(TopicOptions.All);

    private readonly FrozenDictionary<string, KnownName> _byLetters;

    private OptionTable(Option[] options)
    {
        Dictionary<string, KnownName> names = [];
        foreach (Option option in options)
        {
            foreach ((string name, OptionValue value) in option.Names)
            {
                names.TryAdd(PropertyNames.Letters(name), new KnownName(option, value));
            }
        }

        _byLetters = names.ToFrozenDictionary();

        // What all clients call alike is what people mean most often.
        Names =
        [
            .. options
                .SelectMany(option => option.Names.Select(known => (known.Name, IsShared: known.Name == option.Java || option is not ProducerProperty)))
                .OrderByDescending(known => known.IsShared)
                .Select(known => known.Name)
                .Distinct(),
        ];
    }

    /// <summary>Every name, those that are meant most often first.</summary>
    internal IReadOnlyList<string> Names { get; }

    /// <summary>The option of a name; <see langword="null"/> when there is none.</summary>
    internal KnownName? Find(string name) => _byLetters.GetValueOrDefault(PropertyNames.Letters(name));

    /// <param name="Option">The option.</param>
    /// <param name="Value">How its value is read under that name.</param>
    internal sealed record KnownName(Option Option, OptionValue Value);
}
