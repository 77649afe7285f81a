using System.Globalization;
using System.Text;
using KafkaGen.Json.Tests.Oracle;

namespace KafkaGen.Json.Tests.Shapes.RandomShapes;

/// <summary>Random shapes, all of them of what is covered.</summary>
internal static class ShapeGenerator
{
    /// <summary>A generator of shapes, which all have the same name.</summary>
    public static Gen<Shape> One()
    {
        var draws = new Draws();
        return draws.Gen(() =>
        {
            string source = new Declarations(draws).Write();
            JsonSettings settings = draws.Bool() ? JsonSettings.Web : draws.OneOf(JsonSettings.All);
            return new Shape("Random", source) { Settings = settings };
        });
    }

    /// <summary>Shapes with names of their own; a seed makes the same again.</summary>
    public static Shape[] Some(int seed, int count) =>
        [.. One().Values(seed).Take(count).Select((shape, i) => shape with { Name = string.Create(CultureInfo.InvariantCulture, $"Random{i}") })];

    /// <summary>The types of one shape: enums and a generic class, then types that use those before them, and the contract.</summary>
    private sealed class Declarations
    {
        private static readonly string[] s_underlying = ["byte", "sbyte", "short", "int", "uint", "long", "ulong"];

        private readonly StringBuilder _source = new();
        private readonly Draws _draws;
        private readonly RandomNames _names;
        private readonly RandomTypes _types;
        private readonly List<(string Name, List<(string Name, string Type)> Virtual)> _bases = [];

        public Declarations(Draws draws)
        {
            _draws = draws;
            _names = new RandomNames(draws);
            _types = new RandomTypes(draws);
        }

        public string Write()
        {
            if (_draws.Bool())
            {
                _source.Append(CultureInfo.InvariantCulture, $"public enum Kind : {_draws.OneOf(s_underlying)} {{ A, B = 100 }}\n");
                _types.Declare("Kind", isValue: true);
            }

            if (_draws.Bool())
            {
                _source.Append("public class Box<T> { public T? Value { get; set; } public Box<T>? Next { get; set; } public List<T>? All { get; set; } }\n");
                _types.DeclareGeneric("Box");
            }

            for (int i = _draws.Next(4); i > 0; i--)
            {
                WriteType(string.Create(CultureInfo.InvariantCulture, $"Part{i}"));
            }

            WriteType("Message");
            return _source.ToString();
        }

        private void WriteType(string name)
        {
            switch (_draws.Next(6))
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
            var members = new RandomMembers(_draws, _names, _types);
            string parameters = string.Join(", ", Many(1, 5, () => members.Parameter(isStruct)));
            _source.Append(CultureInfo.InvariantCulture, $"public {kind} {name}({parameters})\n{{\n");
            Append(Many(0, 2, () => members.Other(isStruct)).DistinctBy(IsIndexer(), StringComparer.Ordinal));
            _types.Declare(name, isStruct);
        }

        private void WriteStruct(string name)
        {
            var members = new RandomMembers(_draws, _names, _types);
            _source.Append(CultureInfo.InvariantCulture, $"public struct {name}\n{{\n");
            Append(Many(0, 5, () => members.Property(isStruct: true))
                .Concat(Many(0, 2, () => members.Other(isStruct: true))).DistinctBy(IsIndexer(), StringComparer.Ordinal));
            _types.Declare(name, isValue: true);
        }

        private void WriteClass(string name)
        {
            (string Name, List<(string Name, string Type)> Virtual)? parent =
                _bases.Count > 0 && _draws.Bool() ? _draws.OneOf(_bases) : null;

            // A class may reach itself; a struct cannot.
            _types.Declare(name, isValue: false);
            var members = new RandomMembers(_draws, _names, _types);
            List<string> lines = [.. Many(0, 6, () => members.Property(isStruct: false, isVirtual: true)), .. Many(0, 2, () => members.Other(isStruct: false))];
            if (parent is { } from)
            {
                lines.AddRange(from.Virtual.Where(_ => _draws.Bool()).Select(member => members.Replacing(member.Name, member.Type)));
            }

            _source.Append(CultureInfo.InvariantCulture, $"public class {name}{(parent is null ? string.Empty : " : " + parent.Value.Name)}\n{{\n");
            Append(lines.OrderBy(_ => _draws.Next()).DistinctBy(IsIndexer(), StringComparer.Ordinal));
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
            int count = _draws.Next(min, max + 1);
            var made = new List<string>(count);
            for (int i = 0; i < count; i++)
            {
                made.Add(make());
            }

            return made;
        }
    }
}
