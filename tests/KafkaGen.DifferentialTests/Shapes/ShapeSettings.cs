using System.Text.Encodings.Web;
using System.Text.Json;

namespace KafkaGen.DifferentialTests.Shapes;

/// <summary>What a shape's contract says about its JSON, and the same for System.Text.Json.</summary>
internal sealed record ShapeSettings(JsonProfile Profile, JsonNaming Naming, bool IsRelaxed)
{
    private readonly Lazy<JsonSerializerOptions> _options = new(() => OptionsOf(Profile, Naming, IsRelaxed));

    public static ShapeSettings Web { get; } = new(JsonProfile.Web, JsonNaming.Default, false);

    /// <summary>As far from <see cref="Web"/> as can be.</summary>
    public static ShapeSettings RelaxedGeneral { get; } = new(JsonProfile.General, JsonNaming.Default, true);

    /// <summary>Every profile with every naming and both ways to escape.</summary>
    public static IReadOnlyList<ShapeSettings> All { get; } =
    [
        .. from naming in Enum.GetValues<JsonNaming>()
           from profile in Enum.GetValues<JsonProfile>()
           from isRelaxed in new[] { false, true }
           select new ShapeSettings(profile, naming, isRelaxed),
    ];

    public JsonSerializerOptions Options => _options.Value;

    /// <summary>The arguments of the contract's attribute; nothing for what it says by itself.</summary>
    public string Arguments => this == Web
        ? string.Empty
        : $", JsonDefaults = JsonProfile.{Profile}, JsonNaming = JsonNaming.{Naming}, UnsafeRelaxedJsonEscaping = {(IsRelaxed ? "true" : "false")}";

    public bool Equals(ShapeSettings? other) => other is not null && (Profile, Naming, IsRelaxed) == (other.Profile, other.Naming, other.IsRelaxed);

    public override int GetHashCode() => (Profile, Naming, IsRelaxed).GetHashCode();

    // By the names of System.Text.Json itself, not by the library's own table.
    private static JsonSerializerOptions OptionsOf(JsonProfile profile, JsonNaming naming, bool isRelaxed)
    {
        var options = new JsonSerializerOptions(Enum.Parse<JsonSerializerDefaults>(profile.ToString()))
        {
            Encoder = isRelaxed ? JavaScriptEncoder.UnsafeRelaxedJsonEscaping : null,
        };
        if (naming != JsonNaming.Default)
        {
            options.PropertyNamingPolicy = (JsonNamingPolicy?)typeof(JsonNamingPolicy).GetProperty(naming.ToString())?.GetValue(null);
        }

        return options;
    }
}
