using System.Collections;
using System.Globalization;
using System.Text;
using KafkaGen.DifferentialTests.Shapes;

namespace KafkaGen.DifferentialTests.RandomShapes;

/// <summary>An endless sequence of random shapes, all of them of what is covered; a seed makes the same again.</summary>
internal sealed class ShapeGenerator(int seed) : IEnumerable<Shape>
{
    public IEnumerator<Shape> GetEnumerator()
    {
        var random = new Random(seed);
        for (int i = 0; ; i++)
        {
            string name = string.Create(CultureInfo.InvariantCulture, $"Random{i}");
            string source = new Declarations(random).Write();
            bool isUsual = random.Next(2) == 0;
            ShapeSettings settings = isUsual ? ShapeSettings.Web : ShapeSettings.All[random.Next(ShapeSettings.All.Count)];
            yield return new Shape(name, source) { Settings = settings };
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The types of one shape: enums and a generic class, then types that use those before them, and the contract.</summary>
    private sealed class Declarations
    {
        private static readonly string[] s_underlying = ["byte", "sbyte", "short", "int", "uint", "long", "ulong"];

        private readonly StringBuilder _source = new();
        private readonly Random _random;
        private readonly RandomNames _names;
        private readonly RandomTypes _types;
        private readonly List<(string Name, List<(string Name, string Type)> Virtual)> _bases = [];

        public Declarations(Random random)
        {
            _random = random;
            _names = new RandomNames(random);
            _types = new RandomTypes(random);
        }

        public string Write()
        {
            if (_random.Next(2) == 0)
            {
                _source.Append(CultureInfo.InvariantCulture, $"public enum Kind : {s_underlying[_random.Next(s_underlying.Length)]} {{ A, B = 100 }}\n");
                _types.Declare("Kind", isValue: true);
            }

            if (_random.Next(2) == 0)
            {
                _source.Append("public class Box<T> { public T? Value { get; set; } public Box<T>? Next { get; set; } public List<T>? All { get; set; } }\n");
                _types.DeclareGeneric("Box");
            }

            for (int i = _random.Next(4); i > 0; i--)
            {
                WriteType(string.Create(CultureInfo.InvariantCulture, $"Part{i}"));
            }

            WriteType("Message");
            return _source.ToString();
        }

        private void WriteType(string name)
        {
            switch (_random.Next(6))
            {
                case 0:
                    WriteRecord(name, "record struct", isStruct: true);
                    break;
                case 1:
                    WriteRecord(name, "sealed record", isStruct: false);
                    break;
                case 2:
                    WriteStruct(name);
                    break;
                default:
                    WriteClass(name);
                    break;
            }
        }

        private void WriteRecord(string name, string kind, bool isStruct)
        {
            var members = new RandomMembers(_random, _names, _types);
            string parameters = string.Join(", ", Many(1, 5, () => members.Parameter(isStruct)));
            _source.Append(CultureInfo.InvariantCulture, $"public {kind} {name}({parameters})\n{{\n");
            Append(Many(0, 2, () => members.Other(isStruct)).DistinctBy(IsIndexer(), StringComparer.Ordinal));
            _types.Declare(name, isStruct);
        }

        private void WriteStruct(string name)
        {
            var members = new RandomMembers(_random, _names, _types);
            _source.Append(CultureInfo.InvariantCulture, $"public struct {name}\n{{\n");
            Append(Many(0, 5, () => members.Property(isStruct: true))
                .Concat(Many(0, 2, () => members.Other(isStruct: true))).DistinctBy(IsIndexer(), StringComparer.Ordinal));
            _types.Declare(name, isValue: true);
        }

        private void WriteClass(string name)
        {
            (string Name, List<(string Name, string Type)> Virtual)? parent =
                _bases.Count > 0 && _random.Next(2) == 0 ? _bases[_random.Next(_bases.Count)] : null;

            // A class may reach itself; a struct cannot.
            _types.Declare(name, isValue: false);
            var members = new RandomMembers(_random, _names, _types);
            List<string> lines = [.. Many(0, 6, () => members.Property(isStruct: false, isVirtual: true)), .. Many(0, 2, () => members.Other(isStruct: false))];
            if (parent is { } from)
            {
                lines.AddRange(from.Virtual.Where(_ => _random.Next(2) == 0).Select(member => members.Replacing(member.Name, member.Type)));
            }

            _source.Append(CultureInfo.InvariantCulture, $"public class {name}{(parent is null ? string.Empty : " : " + parent.Value.Name)}\n{{\n");
            Append(lines.OrderBy(_ => _random.Next()).DistinctBy(IsIndexer(), StringComparer.Ordinal));
            _bases.Add((name, members.Virtual));
        }

        private void Append(IEnumerable<string> lines)
        {
            foreach (string line in lines)
            {
                _source.Append("    ").Append(line).Append('\n');
            }

            _source.Append("}\n");
        }

        // Two indexers of one kind would not compile.
        private static Func<string, string> IsIndexer() => line => line.Contains("this[", StringComparison.Ordinal) ? "indexer" : line;

        private IEnumerable<string> Many(int min, int max, Func<string> make)
        {
            int count = _random.Next(min, max + 1);
            var made = new List<string>(count);
            for (int i = 0; i < count; i++)
            {
                made.Add(make());
            }

            return made;
        }
    }
}
