namespace KafkaGen.Configuration;

/// <summary>A property of librdkafka's producer or of its topics that can be given as text.</summary>
/// <param name="Name">Its dotted name.</param>
/// <param name="Values">Its values as librdkafka's CONFIGURATION.md tells them: a range, a list, or what kind of text it is.</param>
/// <param name="Java">The name of the Java client's property that means the same.</param>
/// <param name="AliasOf">The property that it is another name of.</param>
/// <param name="Default">KafkaGen's default, where it sets one.</param>
/// <param name="ComputedDefault">What KafkaGen computes its default from, where it does.</param>
/// <param name="IsDeprecated">Whether librdkafka calls it deprecated.</param>
internal sealed record ProducerProperty(
    string Name,
    string Values,
    string? Java = null,
    string? AliasOf = null,
    string? Default = null,
    string? ComputedDefault = null,
    bool IsDeprecated = false)
{
    /// <summary>The name under which it is set.</summary>
    internal string Canonical => AliasOf ?? Name;

    /// <summary>A value as librdkafka spells it: of a property with a list of values Confluent.Kafka's spelling (<c>SaslSsl</c>) does as well.</summary>
    internal string Spell(string value)
    {
        if (Canonical == "acks")
        {
            return PropertyNames.Letters(value) switch
            {
                "all" => "all",
                "leader" => "1",
                "none" => "0",
                _ => value,
            };
        }

        string wanted = PropertyNames.Letters(value);
        return Values.Split(", ").FirstOrDefault(known => PropertyNames.Letters(known) == wanted) ?? value;
    }
}
