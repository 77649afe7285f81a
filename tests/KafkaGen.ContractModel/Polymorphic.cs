using System.Text.Json.Serialization;

namespace KafkaGen.ContractModel;

/// <summary>A contract that is one of several types.</summary>
[KafkaTopic("polymorphic.root")]
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(AccountOpened), "opened")]
[JsonDerivedType(typeof(AccountClosed), 2)]
[JsonDerivedType(typeof(AccountRenamed))]
public abstract record AccountEvent([PartitionKey] Guid AccountId, AccountEvent? Before);

public sealed record AccountOpened(Guid AccountId, AccountEvent? Before, string? Owner) : AccountEvent(AccountId, Before);

public sealed record AccountClosed(Guid AccountId, AccountEvent? Before) : AccountEvent(AccountId, Before)
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Reason { get; set; }
}

public sealed record AccountRenamed(Guid AccountId, AccountEvent? Before, List<Figure?>? Figures) : AccountEvent(AccountId, Before);

/// <summary>A contract that is an interface.</summary>
[KafkaTopic("polymorphic.interface")]
[JsonDerivedType(typeof(Square), "square")]
[JsonDerivedType(typeof(Dot), "dot")]
public interface IFigure
{
    [PartitionKey]
    string? Name { get; }
}

public sealed class Square : IFigure
{
    public string? Name { get; set; }

    public double Side { get; set; }
}

public struct Dot : IFigure
{
    public string? Name { get; set; }
}

/// <summary>A base with values of its own, and derived types that it does not list.</summary>
[KafkaTopic("polymorphic.lenient")]
[JsonPolymorphic(UnknownDerivedTypeHandling = JsonUnknownDerivedTypeHandling.FallBackToBaseType)]
[JsonDerivedType(typeof(Disc), "disc")]
public class Figure
{
    public string? Label { get; set; }
}

public sealed class Disc : Figure
{
    public decimal Radius { get; set; }
}
