using Microsoft.CodeAnalysis;

namespace KafkaGen.Generator.Parsing;

/// <summary>The member by which a type was reached: what messages name and where they are shown.</summary>
internal sealed record JsonSite(string Member, Location Location);
