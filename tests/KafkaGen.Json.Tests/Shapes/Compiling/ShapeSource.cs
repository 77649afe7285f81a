using System.Text.RegularExpressions;

namespace KafkaGen.Json.Tests.Shapes.Compiling;

/// <summary>Makes a shape a file of its own: in a namespace of its name, with its contract annotated and named after it.</summary>
internal static partial class ShapeSource
{
    public const string Root = "Shaped";

    /// <summary>What every file sees.</summary>
    public const string Usings = """
        global using global::System;
        global using global::System.Collections;
        global using global::System.Collections.Concurrent;
        global using global::System.Collections.Frozen;
        global using global::System.Collections.Generic;
        global using global::System.Collections.Immutable;
        global using global::System.Collections.ObjectModel;
        global using global::System.Linq;
        global using global::System.Text.Json;
        global using global::System.Text.Json.Nodes;
        global using global::System.Text.Json.Serialization;
        global using global::KafkaGen;
        """;

    public static string NamespaceOf(Shape shape) => $"{Root}.{shape.Name}";

    public static string NameOf(Shape shape) => $"Message_{shape.Name}";

    public static string FileOf(Shape shape)
    {
        // Of a partial type the first part is annotated.
        string annotated = Declaration().Replace(shape.Source, $"[KafkaTopic(\"shapes\"{shape.Settings.Arguments})] $0", count: 1);
        return $"namespace {NamespaceOf(shape)}\n{{\n{MessageName().Replace(annotated, NameOf(shape))}\n}}\n";
    }

    [GeneratedRegex(@"((public|internal|sealed|abstract|static|partial|readonly|ref|record)\s+)*\b(class|struct|record|interface) Message\b")]
    private static partial Regex Declaration();

    [GeneratedRegex(@"\bMessage\b")]
    private static partial Regex MessageName();
}
