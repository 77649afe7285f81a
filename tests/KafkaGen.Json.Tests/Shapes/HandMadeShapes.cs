using KafkaGen.Json.Tests.Oracle;

namespace KafkaGen.Json.Tests.Shapes;

/// <summary>
/// Everything that was thought of: the shapes of the files, and every scalar in every place. Those that are covered come again with the settings that
/// differ most from the usual ones, and those of the files once more with each settings in turn.
/// </summary>
internal static class HandMadeShapes
{
    /// <summary>Each once as usual, and those of the files once more with each settings in turn: what the tests look at.</summary>
    public static IReadOnlyList<Shape> Sample { get; } =
    [
        .. ShapeFiles.All,
        .. ScalarShapes.All,
        .. ShapeFiles.All.Where(IsCovered).Select((shape, index) =>
            shape with { Name = $"{shape.Name}_otherwise", Settings = JsonSettings.All[index % JsonSettings.All.Count] }),
    ];

    /// <summary>Those, and all that are covered with the settings that differ most: what the long run looks at.</summary>
    public static IReadOnlyList<Shape> All { get; } =
    [
        .. Sample,
        .. ShapeFiles.All.Concat(ScalarShapes.All).Where(IsCovered).Select(shape =>
            shape with { Name = $"{shape.Name}_relaxed_general", Settings = JsonSettings.RelaxedGeneral }),
    ];

    /// <summary>Those of the files that are covered, with settings of one's choice.</summary>
    public static IEnumerable<Shape> With(JsonSettings settings) => ShapeFiles.All.Where(IsCovered).Select(shape => shape with { Settings = settings });

    private static bool IsCovered(Shape shape) => shape.Refusal is null;
}
