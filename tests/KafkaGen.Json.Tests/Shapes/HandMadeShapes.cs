using KafkaGen.Json.Tests.Oracle;

namespace KafkaGen.Json.Tests.Shapes;

/// <summary>
/// Everything that was thought of: the shapes of the files, and every scalar in every place. Those that are covered come again with the settings that
/// differ most from the usual ones, and those of the files once more with each settings in turn.
/// </summary>
internal static class HandMadeShapes
{
    private static readonly IReadOnlyList<Shape> s_asUsual = [.. ShapeFiles.All, .. ScalarShapes.All];

    public static IReadOnlyList<Shape> All { get; } =
    [
        .. s_asUsual,
        .. s_asUsual.Where(IsCovered).Select(shape => shape with { Name = $"{shape.Name}_relaxed_general", Settings = JsonSettings.RelaxedGeneral }),
        .. ShapeFiles.All.Where(IsCovered).Select((shape, index) =>
            shape with { Name = $"{shape.Name}_otherwise", Settings = JsonSettings.All[index % JsonSettings.All.Count] }),
    ];

    private static bool IsCovered(Shape shape) => shape.Refusal is null;
}
