using System;
using System.Collections.Generic;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Vendor.Standard;

public enum Channel : byte
{
    Shop,
    Web,
}

public abstract class Document
{
    public Guid Id { get; set; }

    public virtual string? Note { get; set; }

    [JsonIgnore]
    public int Ignored { get; set; }
}

public class Order : Document
{
    [JsonPropertyName("né<")]
    public string? Customer { get; set; }

    public override string? Note { get; set; }

    public DateTimeOffset At { get; set; }

    public DateTime? Due { get; set; }

    public decimal Total { get; set; }

    public Channel Channel { get; set; }

    public Channel? Other { get; set; }

    public IReadOnlyList<Line>? Lines { get; set; }

    public Dictionary<string, Line?>? ByName { get; set; }

    public Place Place { get; set; }

    public Place? Former { get; set; }

    public object? Anything { get; set; }

    public byte[]? Bytes { get; set; }

    public ReadOnlyMemory<byte> Memory { get; set; }

    public Uri? Uri { get; set; }

    public JsonElement? Element { get; set; }

    public KeyValuePair<string, int> Pair { get; set; }

    [JsonExtensionData]
    public Dictionary<string, JsonElement>? More { get; set; }
}

public class Line
{
    [JsonPropertyOrder(-1)]
    public double Price { get; set; }

    [JsonInclude]
    public string? Field;

    public float? Discount { get; set; }

    [JsonConverter(typeof(JsonStringEnumConverter))]
    public Channel Channel { get; set; }
}

public struct Place
{
    public int Shard { get; set; }

    public string? Name { get; set; }
}

/// <summary>What a compiler that reads this assembly does not see, and System.Text.Json does.</summary>
public class Secretive
{
    public int Id { get; set; }

    [JsonInclude]
    private int Secret { get; set; } = 1;

    public int Read() => Secret;
}

public class SecretiveField
{
    public int Id { get; set; }

    [JsonInclude]
    internal int Secret = 1;
}

public class SecretiveGetter
{
    public int Id { get; set; }

    [JsonInclude]
    public int Secret { private get; set; }

    public int Read() => Secret;
}

/// <summary>With a private member that nobody writes.</summary>
public class Discreet
{
    public int Id { get; set; }

    [JsonInclude, JsonIgnore]
    private int Ignored { get; set; } = 1;

    private int Plain { get; set; } = 2;

    public int Read() => Ignored + Plain;
}
