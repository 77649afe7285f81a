namespace KafkaGen.DifferentialTests.Shapes;

/// <summary>Everything that was thought of: the shapes of the files, and every scalar in every place.</summary>
internal static class HandMadeShapes
{
    public static IReadOnlyList<Shape> All { get; } = [.. ShapeFiles.All, .. ScalarShapes.All];
}
