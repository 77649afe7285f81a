using Microsoft.CodeAnalysis;

namespace KafkaGen.Generator.Parsing;

/// <summary>The member by which a type was reached: what messages name and where they are shown.</summary>
/// <param name="Member">The way to it from the contract: <c>Shop.Order.Lines[].Discount</c>. A type that is reached in several ways is parsed by the first.</param>
/// <param name="Location">Where it is declared.</param>
internal sealed record JsonSite(string Member, Location Location)
{
    /// <summary>What a collection holds.</summary>
    public JsonSite Element => this with { Member = Member + "[]" };
}
