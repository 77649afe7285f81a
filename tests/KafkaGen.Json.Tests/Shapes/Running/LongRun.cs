using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using KafkaGen.Json.Tests.Oracle;
using KafkaGen.Json.Tests.Shapes.Comparing;
using KafkaGen.Json.Tests.Shapes.Compiling;
using KafkaGen.Json.Tests.Shapes.RandomShapes;

namespace KafkaGen.Json.Tests.Shapes.Running;

/// <summary>
/// Compares the hand-made shapes, under every culture and if asked to with every settings as well, and then batch after batch of random ones, until enough
/// values are compared or one differs.
/// </summary>
internal static class LongRun
{
    private const int ShapesInBatch = 100;
    private const int RoundsOfHandMade = 200;
    private const int RoundsOfCulture = 20;
    private const int RoundsOfSettings = 5;
    private const int RoundsOfRandom = 800;

    /// <returns>The exit code: 0 when everything is equal, 1 at the first difference, 2 when the options are wrong.</returns>
    public static int Run(IReadOnlyList<string> arguments, TextWriter output)
    {
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        LongRunOptions options;
        try
        {
            options = LongRunOptions.Parse(arguments);
        }
        catch (FormatException wrong)
        {
            output.WriteLine($"{wrong.Message} Usage: {LongRunOptions.Usage}");
            return 2;
        }

        output.WriteLine($"{RuntimeInformation.FrameworkDescription}, System.Text.Json {JsonAssembly}, seed {options.Seed}");
        var watch = Stopwatch.StartNew();
        Shape[] handMade = [.. HandMadeShapes.All.Where(shape => shape.RunsHere)];
        long shapes = handMade.Length;
        long cases = 0;
        try
        {
            cases = CompareHandMade(handMade, options.Seed);
            if (options.IsEverySettings)
            {
                foreach (JsonSettings settings in JsonSettings.All)
                {
                    Report();
                    Shape[] some = [.. HandMadeShapes.With(settings).Where(shape => shape.RunsHere)];
                    cases += CompareUnderEveryCulture(some, options.Seed);
                    shapes += some.Length;
                }
            }

            for (int batch = 0; cases < options.Cases && (options.Time < TimeSpan.Zero || watch.Elapsed < options.Time); batch++)
            {
                Report();
                int seed = unchecked(options.Seed + batch);
                cases += RandomShapeComparison.Compare(seed, ShapesInBatch, RoundsOfRandom);
                shapes += ShapesInBatch;
            }
        }
        catch (Exception difference) when (difference is DifferenceException or RandomFailureException or CultureDifferenceException)
        {
            output.WriteLine(difference.Message);
            output.WriteLine($"Repeat with: {LongRunOptions.Usage}, where --seed is the number above.");
            return 1;
        }

        Report();
        output.WriteLine("All equal.");
        return 0;

        void Report() => output.WriteLine(
            $"{cases} cases of {shapes} shapes in {watch.Elapsed:mm\\:ss}, {Environment.WorkingSet / (1024 * 1024)} MB");
    }

    private static Version? JsonAssembly => typeof(System.Text.Json.JsonSerializer).Assembly.GetName().Version;

    private static long CompareUnderEveryCulture(IReadOnlyList<Shape> shapes, int seed)
    {
        var compiled = CompiledShapes.Of(shapes);
        return RealCultures.All.Prepend(CultureInfo.InvariantCulture).Sum(culture => RealCultures.Under(
            culture, () => shapes.Sum(shape => (long)ShapeComparison.Compare(compiled, shape, seed, RoundsOfSettings))));
    }

    private static long CompareHandMade(IReadOnlyList<Shape> shapes, int seed)
    {
        var compiled = CompiledShapes.Of(shapes);
        long cases = CompareAll(RoundsOfHandMade);
        IReadOnlyList<string> files = CompiledShapes.FilesOf(CultureInfo.InvariantCulture, shapes);
        foreach (CultureInfo culture in RealCultures.All)
        {
            cases += RealCultures.Under(culture, () => CompareAll(RoundsOfCulture));
            if (CompiledShapes.FilesOf(culture, shapes).Except(files).FirstOrDefault() is { } different)
            {
                throw new CultureDifferenceException(culture, different);
            }
        }

        return cases;

        long CompareAll(int rounds) => shapes.Sum(shape => (long)ShapeComparison.Compare(compiled, shape, seed, rounds));
    }
}
