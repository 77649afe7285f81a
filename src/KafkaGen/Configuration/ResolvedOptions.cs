using KafkaGen.Configuration.Catalog;

namespace KafkaGen.Configuration;

/// <summary>
/// The options of a cluster as they are meant, made from the application's object, which stays as it is: each value in its one place, under its one name, in the
/// one spelling.
/// </summary>
internal sealed class ResolvedOptions
{
    private ResolvedOptions(KafkaGenOptions own, SortedDictionary<string, string> properties)
    {
        Own = own;
        Properties = properties;
    }

    /// <summary>The options that are properties of an object; also those that were given by another client's name. Nobody else has it.</summary>
    internal KafkaGenOptions Own { get; }

    /// <summary>What was given of librdkafka's properties.</summary>
    internal IReadOnlyDictionary<string, string> Properties { get; }

    /// <summary>Resolves options, and adds what cannot be.</summary>
    internal static ResolvedOptions Of(KafkaGenOptions options, OptionErrors errors)
    {
        KafkaGenOptions own = options.WithoutProperties();
        Dictionary<Option, (string Name, string? Text)> taken = [];
        foreach ((string name, string text) in options.Properties)
        {
            if (OptionTable.Client.Find(name) is { Option: Option<KafkaGenOptions> option } known && TryTake(options, own, option, known.Value, name, text, errors))
            {
                string? value = option.Text(own);

                // Code that set the property itself is not overruled in silence.
                taken.TryAdd(option, IsSet(option, options) ? (option.Name, option.Text(options)) : (name, value));
                if (taken[option] is var first && first.Text != value)
                {
                    errors.Add(name, text, $"asks for {value} and '{first.Name}' for {first.Text}, which are one option, {option.Name}. Leave one of them out.");
                }
            }
        }

        foreach (Option<KafkaGenOptions> option in ClientOptions.All)
        {
            if (option.OutOfRange(own) is { } range)
            {
                errors.Add(option.Name, option.Text(options), $"must be {range}, not '{option.Text(own)}'.");
            }
        }

        return new ResolvedOptions(own, PropertiesOf(options.Properties, options.Origins, errors));
    }

    /// <summary>The same of properties that stand alone, as those of transactions do.</summary>
    internal static SortedDictionary<string, string> PropertiesOf(IEnumerable<KeyValuePair<string, string>> given, OptionOrigins origins, OptionErrors errors)
    {
        SortedDictionary<string, string> properties = new(StringComparer.Ordinal);
        ILookup<Option?, KeyValuePair<string, string>> byOption = given.ToLookup(pair => OptionTable.Client.Find(pair.Key)?.Option);
        foreach ((string name, string text) in byOption[null])
        {
            errors.Add(name, text, WhyUnknown(name));
        }

        foreach (IGrouping<Option?, KeyValuePair<string, string>> said in byOption)
        {
            if (said.Key is ProducerProperty property)
            {
                // Code has the last word over the configuration, by whatever name either calls the property.
                KeyValuePair<string, string>[] byCode = [.. said.Where(pair => origins.PathOf(property.Name, pair.Value) is null)];
                KeyValuePair<string, string>[] last = byCode.Length > 0 ? byCode : [.. said];
                if (last.Select(pair => property.Value.Spell(pair.Value)).Distinct().Count() > 1)
                {
                    errors.AddSentence(last[1].Key, $"'{property.Name}' is given twice, as {string.Join(" and as ", last.Select(pair => $"'{pair.Key}'"))}. Leave one of them out.");
                }
                else
                {
                    Check(property, last[0].Key, last[0].Value, properties, errors);
                }
            }
        }

        return properties;
    }

    /// <summary>Every option that has a value, by its name, to compare two sets of them. Options that are code are not among them.</summary>
    internal SortedDictionary<string, string> Texts()
    {
        SortedDictionary<string, string> texts = new(StringComparer.OrdinalIgnoreCase);
        foreach (Option<KafkaGenOptions> option in ClientOptions.All)
        {
            Add(texts, option.Name, option.Text(Own));
        }

        foreach ((string name, string value) in Properties)
        {
            texts[name] = value;
        }

        foreach ((string topic, KafkaTopicOptions entry) in Own.Topics)
        {
            string path = $"{nameof(KafkaGenOptions.Topics)}:{topic}:";
            foreach (Option<KafkaTopicOptions> option in TopicOptions.All)
            {
                Add(texts, path + option.Name, option.Text(entry));
            }

            foreach ((string name, string value) in entry.Config)
            {
                texts[$"{path}{nameof(entry.Config)}:{name}"] = value;
            }
        }

        return texts;
    }

    private static bool IsSet(Option<KafkaGenOptions> option, KafkaGenOptions given) => option.Text(given) != option.Text(new KafkaGenOptions());

    // By a name that is not the property's, such as the Java client's.
    private static bool TryTake(
        KafkaGenOptions given, KafkaGenOptions own, Option<KafkaGenOptions> option, OptionValue how, string name, string text, OptionErrors errors)
    {
        if (!how.IsReadable(text))
        {
            errors.Add(name, text, $"must be {how.Problem(text)}, not '{text}'.");
            return false;
        }

        if (option.Name == nameof(KafkaGenOptions.BootstrapServers) && IsSet(option, given))
        {
            return false;
        }

        option.Set(own, text, how);
        return true;
    }

    private static void Check(ProducerProperty property, string name, string text, SortedDictionary<string, string> properties, OptionErrors errors)
    {
        string spelt = property.Value.Spell(text);
        if (property.Because is { } reason && PropertyNames.Letters(spelt) != PropertyNames.Letters(property.Only ?? ""))
        {
            errors.Add(property.Name, text, $"cannot be '{Secrets.Mask(property.Name, text)}': {reason}.", shown: name);
        }
        else if (property.Value.Problem(text) is { } problem)
        {
            errors.Add(property.Name, text, $"must be {problem}, not '{Secrets.Mask(property.Name, text)}'.", shown: name);
        }
        else if (!property.IsForeign && property.Because is null)
        {
            properties[property.Name] = spelt;
        }
    }

    private static string WhyUnknown(string name)
    {
        if (PropertyNames.Java.TryGetValue(name, out string? instead))
        {
            return $"is a property of the Java client. Here it is {instead}.";
        }

        if (PropertyNames.FindConsumer(name) is not null)
        {
            return "is a consumer's property; KafkaGen only produces. Remove it here.";
        }

        string hint = PropertyNames.NearestOf(name, OptionTable.Client.Names) is { } nearest ? $" Did you mean '{nearest}'?" : "";
        return $"is not an option of KafkaGen or a property of librdkafka's producer.{hint}";
    }

    private static void Add(SortedDictionary<string, string> texts, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            texts[name] = value;
        }
    }
}
