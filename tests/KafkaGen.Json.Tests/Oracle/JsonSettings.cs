using System.Collections.Concurrent;
using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace KafkaGen.Json.Tests.Oracle;

/// <summary>What a contract says about its JSON, and the same for System.Text.Json.</summary>
internal sealed record JsonSettings(JsonProfile Profile, JsonNaming Naming, bool IsRelaxed)
{
    private static readonly ConcurrentDictionary<Type, JsonSettings> s_ofTypes = [];

    private readonly Lazy<JsonSerializerOptions> _options = new(() => OptionsOf(Profile, Naming, IsRelaxed));

    public static JsonSettings Web { get; } = new(JsonProfile.Web, JsonNaming.Default, false);

    /// <summary>As far from <see cref="Web"/> as can be.</summary>
    public static JsonSettings RelaxedGeneral { get; } = new(JsonProfile.General, JsonNaming.Default, true);

    /// <summary>Every profile with every naming and both ways to escape.</summary>
    public static IReadOnlyList<JsonSettings> All { get; } =
    [
        .. from naming in Enum.GetValues<JsonNaming>()
           from profile in Enum.GetValues<JsonProfile>()
           from isRelaxed in new[] { false, true }
           select new JsonSettings(profile, naming, isRelaxed),
    ];

    /// <summary>The settings of a message type's attribute; those of a contract that an assembly gives to a type are the usual ones.</summary>
    public static JsonSettings Of(Type message) => s_ofTypes.GetOrAdd(message, static type =>
        type.GetCustomAttributes<KafkaTopicAttribute>(inherit: false).FirstOrDefault() is { } topic
            ? new JsonSettings(topic.JsonDefaults, topic.JsonNaming, topic.UnsafeRelaxedJsonEscaping)
            : Web);

    public JsonSerializerOptions Options => _options.Value;

    /// <summary>The arguments of the contract's attribute; nothing for what it says by itself.</summary>
    public string Arguments => this == Web
        ? string.Empty
        : $", JsonDefaults = JsonProfile.{Profile}, JsonNaming = JsonNaming.{Naming}, UnsafeRelaxedJsonEscaping = {(IsRelaxed ? "true" : "false")}";

    public bool Equals(JsonSettings? other) => other is not null && (Profile, Naming, IsRelaxed) == (other.Profile, other.Naming, other.IsRelaxed);

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
