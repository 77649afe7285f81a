using System.Text.Json.Serialization;

namespace KafkaGen.ContractModel;

/// <summary>Enums by name and by number.</summary>
[KafkaTopic("enums")]
public sealed class Enums
{
    public Stage ByType { get; set; }

    public Stage? Nullable { get; set; }

    [JsonConverter(typeof(JsonStringEnumConverter))]
    public OrderState ByMember { get; set; }

    [JsonConverter(typeof(JsonStringEnumConverter<OrderState>))]
    public OrderState? NullableByMember { get; set; }

    [JsonConverter(typeof(JsonStringEnumConverter<Big>))]
    public Big Big { get; set; }

    public OrderState Number { get; set; }

    public Rights Rights { get; set; }

    public List<Rights?>? Many { get; set; }

    [JsonConverter(typeof(StageInSnakeCase))]
    public Stage Derived { get; set; }
}

[JsonConverter(typeof(JsonStringEnumConverter<Stage>))]
public enum Stage : short
{
    Nowhere = -1,
    Start,

    [JsonStringEnumMemberName("on the \"way\" <é>")]
    UnderWay,
    Done,
    AlsoDone = Done,
}

[Flags]
[JsonConverter(typeof(JsonStringEnumConverter))]
public enum Rights : sbyte
{
    None = 0,
    Read = 1,
    Write = 2,

    [JsonStringEnumMemberName("read+write")]
    Both = 3,
    Execute = 4,
    Everything = -1,
}

public sealed class StageInSnakeCase() : JsonStringEnumConverter<Stage>(System.Text.Json.JsonNamingPolicy.SnakeCaseLower);
