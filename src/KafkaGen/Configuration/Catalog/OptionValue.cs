using System.Globalization;

namespace KafkaGen.Configuration.Catalog;

/// <summary>What the value of an option may be: how it is read from text, how it is spelled, and its range.</summary>
internal abstract class OptionValue
{
    /// <summary>The values as the table of the documentation shows them.</summary>
    internal abstract string Description { get; }

    /// <summary>What the value must be, as in "must be a whole number"; <see langword="null"/> when <paramref name="text"/> is such a value.</summary>
    internal abstract string? Problem(string text);

    /// <summary>Whether a text is a value at all, though perhaps out of its range.</summary>
    internal abstract bool IsReadable(string text);

    /// <summary>A valid value as librdkafka spells it.</summary>
    internal abstract string Spell(string text);
}

/// <summary>The same for an option with a type.</summary>
internal abstract class OptionValue<T> : OptionValue
{
    /// <summary>What a text must be in order to be read.</summary>
    protected abstract string Form { get; }

    internal abstract bool TryParse(string text, out T value);

    internal virtual string Format(T value) => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";

    /// <summary>What the value must be to be in its range; <see langword="null"/> when it is.</summary>
    internal virtual string? OutOfRange(T value) => null;

    internal override string? Problem(string text) => TryParse(text, out T value) ? OutOfRange(value) : Form;

    internal override bool IsReadable(string text) => TryParse(text, out _);

    internal override string Spell(string text) => TryParse(text, out T value) ? Format(value) : text;
}

/// <summary>Any text.</summary>
internal sealed class AnyText(string description = "text") : OptionValue<string>
{
    internal override string Description => description;

    protected override string Form => "text";

    internal override bool TryParse(string text, out string value)
    {
        value = text;
        return true;
    }
}

/// <summary>A whole number, of some unit.</summary>
internal sealed class WholeNumber(long min, long max, long unit = 1, string? description = null) : OptionValue<long>
{
    internal override string Description => description ?? Text($"{min} .. {max}");

    protected override string Form => "a whole number";

    internal override bool TryParse(string text, out long value)
    {
        bool isNumber = long.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out value);
        value = isNumber && unit > 1 ? (long)Math.Clamp((decimal)value * unit, long.MinValue, long.MaxValue) : value;
        return isNumber;
    }

    internal override string? OutOfRange(long value) => value < min || value > max ? Text($"{min} to {max}") : null;

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

/// <summary>A number that may have decimals.</summary>
internal sealed class DecimalNumber(double min, double max) : OptionValue<double>
{
    internal override string Description => string.Create(CultureInfo.InvariantCulture, $"{min} .. {max}");

    protected override string Form => "a number";

    internal override bool TryParse(string text, out double value) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && double.IsFinite(value);

    internal override string? OutOfRange(double value) => value < min || value > max ? string.Create(CultureInfo.InvariantCulture, $"{min} to {max}") : null;
}

/// <summary>True or false, also in librdkafka's short forms.</summary>
internal sealed class TrueOrFalse : OptionValue<bool>
{
    internal override string Description => "true, false";

    protected override string Form => "true or false";

    internal override bool TryParse(string text, out bool value)
    {
        string known = text.Trim().ToLowerInvariant();
        value = known is "true" or "t" or "1";
        return value || known is "false" or "f" or "0";
    }

    internal override string Spell(string text) => TryParse(text, out bool value) ? (value ? "true" : "false") : text;
}

/// <summary>One of several words, in any spelling: <c>SASL_SSL</c>, <c>sasl_ssl</c> and Confluent.Kafka's <c>SaslSsl</c> are one.</summary>
internal sealed class OneOf(params string[] words) : OptionValue<string>
{
    internal override string Description => string.Join(", ", words);

    protected override string Form => "one of " + Description;

    internal override bool TryParse(string text, out string value)
    {
        string wanted = PropertyNames.Letters(text);
        string? known = Array.Find(words, word => PropertyNames.Letters(word) == wanted);
        value = known ?? text;
        return known is not null;
    }
}

/// <summary>A member of an enum, in any spelling.</summary>
internal sealed class Member<T> : OptionValue<T>
    where T : struct, Enum
{
    internal override string Description => string.Join(", ", Enum.GetNames<T>());

    protected override string Form => "one of " + Description;

    internal override bool TryParse(string text, out T value)
    {
        string wanted = PropertyNames.Letters(text);
        foreach (T member in Enum.GetValues<T>())
        {
            if (PropertyNames.Letters(member.ToString()) == wanted)
            {
                value = member;
                return true;
            }
        }

        value = default;
        return false;
    }

    internal override string? OutOfRange(T value) => Enum.IsDefined(value) ? null : Form;
}

/// <summary>A duration: <c>hh:mm:ss</c>, or a number of milliseconds where the name of the option says so.</summary>
internal sealed class Duration(TimeSpan min, string description, bool isMilliseconds = false) : OptionValue<TimeSpan>
{
    internal override string Description => description;

    protected override string Form => isMilliseconds ? "a whole number" : "a duration of the form hh:mm:ss, such as 00:01:00";

    internal override bool TryParse(string text, out TimeSpan value)
    {
        if (!isMilliseconds)
        {
            value = default;
            return text.Contains(':', StringComparison.Ordinal) && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out value);
        }

        bool isNumber = long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number);
        value = TimeSpan.FromMilliseconds(Math.Clamp(number, int.MinValue * 1000L, int.MaxValue * 1000L));
        return isNumber;
    }

    internal override string? OutOfRange(TimeSpan value) => value < min || value.TotalMilliseconds > int.MaxValue
        ? string.Create(CultureInfo.InvariantCulture, $"{min.TotalMilliseconds} to {int.MaxValue} ms")
        : null;
}

/// <summary>Kafka's <c>acks</c>: a number of replicas, or a word for one.</summary>
internal sealed class Acks : OptionValue<string>
{
    internal override string Description => "all (-1) .. 1000";

    protected override string Form => "all, or a number from -1 to 1000";

    internal override bool TryParse(string text, out string value)
    {
        value = PropertyNames.Letters(text) switch
        {
            "all" => "all",
            "leader" => "1",
            "none" => "0",
            _ => text.Trim(),
        };
        return value == "all" || (int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number) && number is >= -1 and <= 1000);
    }
}
