using System.Globalization;
using System.Reflection;
using System.Text.Json;
using KafkaGen.Contracts;
using KafkaGen.DifferentialTests.Compiling;
using KafkaGen.DifferentialTests.Shapes;
using KafkaGen.JsonTests;

namespace KafkaGen.DifferentialTests.Comparing;

/// <summary>Compares random values of one shape with what System.Text.Json makes of them.</summary>
internal sealed class ShapeComparison(Shape shape, int seed, int rounds) : IContractVisitor
{
    private static readonly JsonSerializerOptions s_web = new(JsonSerializerDefaults.Web);

    /// <summary>How many values were compared.</summary>
    public int Cases { get; private set; }

    private string Repeat => string.Create(CultureInfo.InvariantCulture, $"Repeat with {Seed.Variable}={seed}.");

    /// <summary>Asserts the fate of a shape: covered and equal, or refused by the diagnostic that it names.</summary>
    /// <returns>How many values were compared.</returns>
    /// <exception cref="DifferenceException">It is not so.</exception>
    public static int Compare(CompiledShapes compiled, Shape shape, int seed, int rounds)
    {
        var comparison = new ShapeComparison(shape, seed, rounds);
        KafkaContract? contract = compiled.ContractOf(shape);
        IReadOnlyList<string> rejections = compiled.RejectionsOf(shape);
        if (shape.Refusal is null)
        {
            if (contract is null)
            {
                throw new DifferenceException(shape, $"it is refused: {string.Join('\n', rejections)}", comparison.Repeat);
            }

            contract.Accept(comparison);
        }
        else if (contract is not null)
        {
            throw new DifferenceException(shape, $"it is covered, and no longer refused by {shape.Refusal}: list it as such.", comparison.Repeat);
        }
        else if (!rejections.Any(rejection => rejection.StartsWith(shape.Refusal + ":", StringComparison.Ordinal)))
        {
            throw new DifferenceException(shape, $"it should be refused by {shape.Refusal}, but: {string.Join('\n', rejections)}", comparison.Repeat);
        }

        return comparison.Cases;
    }

    public void Visit<T>(KafkaContract<T> contract)
    {
        Func<T> next = Source<T>();
        var buffer = new RecordBuffer();
        int refused = 0;
        for (; Cases < rounds; Cases++)
        {
            T value = next();
            var expected = Outcome.OfSystemTextJson(value, s_web);
            var written = Outcome.OfContract(contract, in value, buffer);
            if (!expected.Matches(written))
            {
                throw new DifferenceException(shape, DifferenceException.Describe(expected, written), Repeat);
            }

            refused += expected.Refusal is null ? 0 : 1;
        }

        if (refused > 0 != shape.Throws)
        {
            throw new DifferenceException(shape, $"{refused} of {Cases} values were refused by both.", Repeat);
        }
    }

    // A shape whose values are special makes them itself.
    private Func<T> Source<T>()
    {
        if (typeof(T).GetMethod("Make", BindingFlags.Public | BindingFlags.Static, [typeof(Random)]) is { } make)
        {
            var random = new Random(seed);
            return () => (T)make.Invoke(null, [random])!;
        }

        return new ShapeValues(seed, NotANumbers: shape.Throws).Next<T>;
    }
}
