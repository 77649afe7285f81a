using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace KafkaGen.ContractModel;

/// <summary>Members of every kind that other settings write differently.</summary>
public abstract class AnySettings
{
    public string? URLPath { get; set; }

    public int ID2Go { get; set; }

    public List<OrderLine?>? OrderLines { get; set; }

    public Dictionary<string, Point?>? ByName { get; set; }

    public Dictionary<char, KeyValuePair<int, string?>>? ByChar { get; set; }

    public Dictionary<Stage, char>? ByStage { get; set; }

    public Uri? Uri { get; set; }

    public Stage Stage { get; set; }

    public OrderState State { get; set; }

    public Big? Big { get; set; }

    public Money? Plain { get; set; }

    [JsonConverter(typeof(MoneyConverter))]
    public Money? Converted { get; set; }

    public JsonElement? Element { get; set; }

    public JsonNode? Node { get; set; }

    public JsonObject? Object { get; set; }

    public JsonDocument? Document { get; set; }

    public Figure? Figure { get; set; }

    [JsonPropertyName("né <\"&+'>")]
    public DateTimeOffset At { get; set; }

    public byte[]? Bytes { get; set; }

    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Extra { get; set; }
}

[KafkaTopic("settings.general", JsonDefaults = JsonProfile.General)]
public sealed class GeneralSettings : AnySettings
{
    public int Id { get; set; }

    public int ID { get; set; }
}

[KafkaTopic("settings.snake", JsonNaming = JsonNaming.SnakeCaseLower)]
public sealed class SnakeSettings : AnySettings;

[KafkaTopic("settings.kebab", JsonDefaults = JsonProfile.General, JsonNaming = JsonNaming.KebabCaseUpper, UnsafeRelaxedJsonEscaping = true)]
public sealed class KebabSettings : AnySettings;

[KafkaTopic("settings.relaxed", UnsafeRelaxedJsonEscaping = true)]
public sealed class RelaxedSettings : AnySettings
{
    public int Größe { get; set; }

    [JsonPropertyName("\u2028\u00a0\U0001F600\u0378\ue000/\u007f\u0001\t€")]
    public int Odd { get; set; }
}
