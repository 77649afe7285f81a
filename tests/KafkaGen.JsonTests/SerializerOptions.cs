using System.Collections.Concurrent;
using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace KafkaGen.JsonTests;

/// <summary>The options by which System.Text.Json writes what a contract says.</summary>
internal static class SerializerOptions
{
    private static readonly ConcurrentDictionary<(JsonProfile Profile, JsonNaming Naming, bool IsRelaxed), JsonSerializerOptions> s_options = [];

    public static JsonSerializerOptions Of(Type message)
    {
        // A type that this project gives a contract to has no attribute, and no settings.
        KafkaTopicAttribute topic = message.GetCustomAttributes<KafkaTopicAttribute>(inherit: false).FirstOrDefault() ?? new KafkaTopicAttribute("none");
        return s_options.GetOrAdd((topic.JsonDefaults, topic.JsonNaming, topic.UnsafeRelaxedJsonEscaping), static key => Make(key.Profile, key.Naming, key.IsRelaxed));
    }

    private static JsonSerializerOptions Make(JsonProfile profile, JsonNaming naming, bool isRelaxed)
    {
        var options = new JsonSerializerOptions(profile == JsonProfile.Web ? JsonSerializerDefaults.Web : JsonSerializerDefaults.General)
        {
            Encoder = isRelaxed ? JavaScriptEncoder.UnsafeRelaxedJsonEscaping : JavaScriptEncoder.Default,
        };
        options.PropertyNamingPolicy = naming switch
        {
            JsonNaming.AsDeclared => null,
            JsonNaming.CamelCase => JsonNamingPolicy.CamelCase,
            JsonNaming.SnakeCaseLower => JsonNamingPolicy.SnakeCaseLower,
            JsonNaming.SnakeCaseUpper => JsonNamingPolicy.SnakeCaseUpper,
            JsonNaming.KebabCaseLower => JsonNamingPolicy.KebabCaseLower,
            JsonNaming.KebabCaseUpper => JsonNamingPolicy.KebabCaseUpper,
            _ => options.PropertyNamingPolicy,
        };
        return options;
    }
}
