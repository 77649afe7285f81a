using KafkaGen.Configuration.Catalog;

namespace KafkaGen.Configuration;

/// <summary>Which properties are secrets, and what is shown instead of them.</summary>
internal static class Secrets
{
    private const string Masked = "****";

    // What is unknown may be a secret that is misspelt.
    internal static bool IsSecret(string property) => OptionTable.Client.Find(property) is not { Option.IsSecret: false };

    internal static string Mask(string property, string value) => IsSecret(property) ? Masked : value;

    /// <summary>Masks a secret's value inside another text, such as librdkafka's reason for refusing it.</summary>
    internal static string MaskIn(string text, string property, string value) =>
        IsSecret(property) && value.Length > 0 ? text.Replace(value, Masked, StringComparison.Ordinal) : text;
}
