using System.Text.Json.Serialization;

namespace KafkaGen.ContractModel;

/// <summary>A struct contract with a getter that is not readonly.</summary>
[KafkaTopic("shapes.struct")]
public struct Reading
{
    private int _reads;

    [PartitionKey]
    public string Sensor { get; set; }

    public double Celsius { get; set; }

    public int Reads
    {
        get => _reads;
        set => _reads = value;
    }
}

[KafkaTopic("shapes.record-struct")]
public readonly record struct Tick([PartitionKey] string Symbol, decimal Price, [KafkaTimestamp] long At);

/// <summary>Inherits members, hides one and overrides another.</summary>
[KafkaTopic("shapes.inherited")]
public sealed class CardPayment : Payment
{
    public string? Card { get; set; }

    public override string Kind => "card";

    [JsonPropertyName("hiddenNote")]
    public new string? Note { get; set; }
}

public abstract class Payment
{
    [PartitionKey]
    public Guid PaymentId { get; set; }

    public decimal Amount { get; set; }

    public virtual string Kind => "unknown";

    public string? Note { get; set; }

    [KafkaHeader("source")]
    public string? Source { get; set; }
}

/// <summary>A record that inherits one with positional members, and has body members.</summary>
[KafkaTopic("shapes.derived-record")]
public sealed record UserRenamed(string UserId, string NewName) : UserEvent(UserId)
{
    public string? Reason { get; init; }
}

public abstract record UserEvent([PartitionKey] string UserId)
{
    public DateTimeOffset At { get; init; }
}

/// <summary>Refers to itself.</summary>
[KafkaTopic("shapes.tree")]
public sealed class Tree
{
    public string Name { get; set; } = "";

    public Tree? Parent { get; set; }

    public List<Tree>? Children { get; set; }
}

/// <summary>What System.Text.Json's attributes change.</summary>
[KafkaTopic("shapes.attributes")]
public sealed class Attributed
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? MaybeText { get; set; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int MaybeNumber { get; set; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Point? MaybePoint { get; set; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Point NotZero { get; set; }

    [JsonPropertyOrder(-5)]
    public int First { get; set; }

    [JsonPropertyOrder(7)]
    public int Last { get; set; }

    [JsonPropertyName("né <quote>\"\u0001\U0001F600")]
    public int Named { get; set; }

    [JsonIgnore]
    public object? Ignored { get; set; }

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public string? Always { get; set; }

    public int URLPath { get; set; }

    public int ABTest { get; set; }

    public int X { get; set; }

    public int PrivateGetter { private get; set; }

    public int WriteOnly
    {
        set => _ = value;
    }

    public static int Static => 1;

    public int this[int index] => index;
}

/// <summary>Every member can be left out, so that no comma is known beforehand.</summary>
[KafkaTopic("shapes.all-optional")]
public sealed class AllOptional
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? A { get; set; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public long B { get; set; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public List<int>? C { get; set; }
}

/// <summary>Nothing to write.</summary>
#pragma warning disable KG0220
[KafkaTopic("shapes.empty")]
public sealed class Empty;
#pragma warning restore KG0220

/// <summary>Holds a nested contract and nested values.</summary>
public static class Outer
{
    [KafkaTopic("shapes.nested")]
    public sealed record Inner([PartitionKey] int Id, Part Part);

    public sealed record Part(string Name);
}

/// <summary>Identifiers that are keywords, locals of generated code, or not ASCII.</summary>
[KafkaTopic("shapes.names")]
public sealed record @event(
    [PartitionKey] string @class, int output, int message, int value, int Größe, int 数量, int separate, int item, [KafkaHeader("naïve")] string _under);
