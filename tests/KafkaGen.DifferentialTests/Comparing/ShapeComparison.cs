using System.Globalization;
using KafkaGen.Contracts;
using KafkaGen.DifferentialTests.Compiling;
using KafkaGen.DifferentialTests.Shapes;

namespace KafkaGen.DifferentialTests.Comparing;

/// <summary>Compares random values of one shape with what System.Text.Json makes of them.</summary>
internal sealed class ShapeComparison : IContractVisitor
{
    private const int RoundsThatShowRefusals = 20;

    private readonly Shape _shape;
    private readonly int _rounds;
    private readonly string _repeat;
    private readonly ShapeValues _values;
    private int _cases;

    private ShapeComparison(Shape shape, int seed, int rounds)
    {
        _shape = shape;
        _rounds = rounds;
        _repeat = string.Create(CultureInfo.InvariantCulture, $"Repeat with {Seed.Variable}={seed}.");
        _values = new ShapeValues(seed, shape.Throws);
    }

    /// <summary>Asserts the fate of a shape: covered and equal, or refused by the diagnostic that it names.</summary>
    /// <returns>How many values were compared.</returns>
    /// <exception cref="DifferenceException">It is not so.</exception>
    public static int Compare(CompiledShapes compiled, Shape shape, int seed, int rounds)
    {
        var comparison = new ShapeComparison(shape, seed, rounds);
        KafkaContract? contract = compiled.ContractOf(shape);
        if (shape.Refusal is not null)
        {
            comparison.AssertRefused(compiled, contract);
        }
        else
        {
            comparison.Require(contract is not null, $"it is refused: {string.Join('\n', compiled.RejectionsOf(shape))}");
            contract!.Accept(comparison);
        }

        return comparison._cases;
    }

    public void Visit<T>(KafkaContract<T> contract)
    {
        Func<(T First, T Second)> next = _values.Source<T>();
        var buffer = new RecordBuffer();
        int refused = 0;
        for (; _cases < _rounds; _cases++)
        {
            (T first, T second) = next();
            var expected = Outcome.OfSystemTextJson(typeof(T), first, _shape.Settings.Options);
            var written = Outcome.OfContract(contract, in second, buffer);
            if (_shape.IsWriteOnly)
            {
                Require(expected.Refusal is InvalidOperationException && written.Json is not null, DifferenceException.Describe(expected, written));
                continue;
            }

            if (!expected.Matches(written))
            {
                throw Differs(DifferenceException.Describe(expected, written));
            }

            refused += expected.Refusal is null ? 0 : 1;
        }

        // A few values may all be good ones.
        bool isAsStated = _shape.Throws ? refused > 0 || _rounds < RoundsThatShowRefusals : refused == 0;
        Require(isAsStated, $"{refused} of {_cases} values were refused by both.");
    }

    private void AssertRefused(CompiledShapes compiled, KafkaContract? contract)
    {
        Require(contract is null, $"it is covered, and no longer refused by {_shape.Refusal}: list it as such.");
        IReadOnlyList<string> rejections = compiled.RejectionsOf(_shape);
        Require(
            rejections.Any(rejection => rejection.StartsWith(_shape.Refusal + ":", StringComparison.Ordinal)),
            $"it should be refused by {_shape.Refusal}, but: {string.Join('\n', rejections)}");
        if (_shape.Throws)
        {
            Type type = compiled.TypeOf(_shape);
            var expected = Outcome.OfSystemTextJson(type, _values.Make(type), _shape.Settings.Options);
            Require(expected.Refusal is not null, $"System.Text.Json does not refuse it: {expected}");
        }
    }

    private void Require(bool condition, string otherwise)
    {
        if (!condition)
        {
            throw Differs(otherwise);
        }
    }

    private DifferenceException Differs(string difference) => new(_shape, difference, _repeat);
}
