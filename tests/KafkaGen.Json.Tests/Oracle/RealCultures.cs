using System.Globalization;

namespace KafkaGen.Json.Tests.Oracle;

/// <summary>
/// Cultures whose letters, digits, signs and calendars are others than the invariant one's. Without ICU every culture has the invariant one's data, and
/// a comparison under it would show nothing.
/// </summary>
internal static class RealCultures
{
    private static readonly bool s_isInvariant = AppContext.TryGetSwitch("System.Globalization.Invariant", out bool isInvariant) && isInvariant;

    public static IReadOnlyList<string> Names { get; } = ["en-US", "tr-TR", "fi-FI", "ar-SA"];

    /// <summary>Those that are here.</summary>
    public static IReadOnlyList<CultureInfo> All { get; } = [.. Names.Select(Find).OfType<CultureInfo>()];

    /// <summary>A culture with its own data, or <see langword="null"/> where it has none.</summary>
    public static CultureInfo? Find(string name)
    {
        if (s_isInvariant)
        {
            return null;
        }

        CultureInfo culture = CultureInfo.GetCultureInfo(name);
        bool isReal = name switch
        {
            "en-US" => culture.DateTimeFormat.ShortDatePattern == "M/d/yyyy",
            "tr-TR" => culture.TextInfo.ToUpper('i') == 'İ',
            "fi-FI" => culture.NumberFormat.NegativeSign == "\u2212",
            "ar-SA" => culture.DateTimeFormat.Calendar is not GregorianCalendar,
            _ => throw new ArgumentException($"Nothing is known of {name}.", nameof(name)),
        };
        return isReal ? culture : null;
    }

    /// <summary>Does something while the thread has a culture.</summary>
    public static T Under<T>(CultureInfo culture, Func<T> work)
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = culture;
        try
        {
            return work();
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
