using KafkaGen.Contracts;
using KafkaGen.Json.Tests.Oracle;
using KafkaGen.Json.Tests.Shapes.Compiling;

namespace KafkaGen.Json.Tests.Shapes.Comparing;

/// <summary>Compares random values of one shape with what System.Text.Json makes of them.</summary>
internal sealed class ShapeComparison : IContractVisitor
{
    // So many more values of a shape that throws are looked at until one is refused.
    private const int EnoughForARefusal = 5000;

    private readonly Shape _shape;
    private readonly int _seed;
    private readonly int _rounds;
    private readonly bool _shrinks;
    private readonly ShapeValues _values;
    private int _cases;

    private ShapeComparison(Shape shape, int seed, int rounds, bool shrinks)
    {
        _shape = shape;
        _seed = seed;
        _rounds = rounds;
        _shrinks = shrinks;
        _values = new ShapeValues(shape.Throws);
    }

    /// <summary>Asserts the fate of a shape: covered and equal, or refused by the diagnostic that it names.</summary>
    /// <returns>How many values were compared.</returns>
    /// <exception cref="RandomFailureException">It is not so of a value; where nothing shrinks, a <see cref="DifferenceException"/>.</exception>
    /// <exception cref="DifferenceException">It is not so of the shape.</exception>
    public static int Compare(CompiledShapes compiled, Shape shape, int seed, int rounds, bool shrinks = true)
    {
        var comparison = new ShapeComparison(shape, seed, rounds, shrinks);
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
        Gen<(T First, T Second)> pairs = _values.Pairs<T>();
        var buffer = new RecordBuffer();
        int refused = 0;
        if (_shrinks)
        {
            pairs.Check(_rounds, Compare, _seed);
        }
        else
        {
            foreach ((T First, T Second) pair in pairs.Values(_seed).Take(_rounds))
            {
                Compare(pair);
            }
        }

        _cases = _rounds;
        if (!_shape.Throws)
        {
            Require(refused == 0, $"{refused} of {_rounds} values were refused by both.");
            return;
        }

        // A few values may all be good ones.
        foreach ((T First, T Second) pair in pairs.Values(_seed).Skip(_rounds).Take(EnoughForARefusal).TakeWhile(_ => refused == 0))
        {
            Compare(pair);
        }

        Require(refused > 0, $"none of {EnoughForARefusal} values was refused.");

        void Compare((T First, T Second) pair)
        {
            (T first, T second) = pair;
            var expected = Outcome.OfSystemTextJson(typeof(T), first, _shape.Settings.Options);
            var written = Outcome.OfContract(contract, in second, buffer);
            if (_shape.IsWriteOnly)
            {
                Require(expected.Refusal is InvalidOperationException && written.Json is not null, Outcome.Describe(expected, written));
                return;
            }

            if (!expected.Matches(written))
            {
                throw new DifferenceException(_shape, Outcome.Describe(expected, written), _seed);
            }

            refused += expected.Refusal is null ? 0 : 1;
        }
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
            var expected = Outcome.OfSystemTextJson(type, _values.Of(type).Values(_seed).First(), _shape.Settings.Options);
            Require(expected.Refusal is not null, $"System.Text.Json does not refuse it: {expected}");
        }
    }

    private void Require(bool condition, string otherwise)
    {
        if (!condition)
        {
            throw new DifferenceException(_shape, otherwise, _seed);
        }
    }
}
