using System.Buffers;
using System.Collections;
using System.Reflection;
using CsCheck;
using KafkaGen.Protocol;
using KafkaGen.Protocol.Primitives;

namespace KafkaGen.ProtocolTests;

/// <summary>Random structures that a version can carry.</summary>
internal sealed class MessageGen(Type structure, short version, bool isFlexible) : Gen<ProtocolStructure>
{
    private const int MostElements = 3;

    private static readonly string[] s_characters =
        [.. "abcXYZ019._-/ \"\\\0\n".Select(character => $"{character}"), "ß", "ł", "漢", "😀", new string('x', 127), new string('ö', 70)];

    private static readonly Gen<string> s_text = Gen.OneOf(s_characters).Array[0, 12].Select(string.Concat);
    private static readonly Gen<byte[]> s_bytes = Gen.OneOf(Gen.Byte.Array[0, 20], Gen.Byte.Array[120, 140]);
    private static readonly Gen<List<UnknownTag>?> s_unknown = Gen.Select(Gen.UInt[100, 200_000], s_bytes)
        .Array[0, 3]
        .Select(List<UnknownTag>? (tags) =>
        {
            UnknownTag[] rising = [.. tags.DistinctBy(tag => tag.Item1).OrderBy(tag => tag.Item1).Select(tag => new UnknownTag(tag.Item1, tag.Item2))];
            return rising.Length == 0 ? null : [.. rising];
        });

    /// <summary>Random requests or answers of an API.</summary>
    public static MessageGen Of(Api api, bool isRequest, short version) =>
        new((isRequest ? api.NewRequest() : (ProtocolStructure)api.NewResponse()).GetType(), version, api.IsFlexible(version));

    public override ProtocolStructure Generate(PCG pcg, Size? min, out Size size)
    {
        size = new Size(1);
        var message = (ProtocolStructure)Activator.CreateInstance(structure)!;
        foreach ((PropertyInfo property, bool allowsNull) in FieldsOfVersion.Of(structure, version, isFlexible).Carried)
        {
            property.SetValue(message, allowsNull && Next(Gen.Int[0, 3], pcg, size) == 0 ? null : Value(property.PropertyType, pcg, size));
        }

        if (isFlexible && Next(Gen.Int[0, 4], pcg, size) == 0)
        {
            message.UnknownTags = Next(s_unknown, pcg, size);
        }

        return message;
    }

    private object Value(Type type, PCG pcg, Size size)
    {
        Type bare = Nullable.GetUnderlyingType(type) ?? type;
        if (bare.IsAssignableTo(typeof(ProtocolStructure)))
        {
            return Nested(bare, pcg, size);
        }

        if (bare.IsGenericType && bare.GetGenericTypeDefinition() == typeof(List<>))
        {
            var list = (IList)Activator.CreateInstance(bare)!;
            for (int count = Next(Gen.Int[0, MostElements], pcg, size); count > 0; count--)
            {
                list.Add(Nested(bare.GetGenericArguments()[0], pcg, size));
            }

            return list;
        }

        return bare switch
        {
            _ when bare.IsEnum => Enum.ToObject(bare, Next(Gen.Short, pcg, size)),
            _ when bare == typeof(bool) => Next(Gen.Bool, pcg, size),
            _ when bare == typeof(sbyte) => Next(Gen.SByte, pcg, size),
            _ when bare == typeof(short) => Next(Gen.Short, pcg, size),
            _ when bare == typeof(int) => Next(Gen.Int, pcg, size),
            _ when bare == typeof(long) => Next(Gen.Long, pcg, size),
            _ when bare == typeof(Guid) => Next(Gen.Guid, pcg, size),
            _ when bare == typeof(string) => Next(s_text, pcg, size),
            _ when bare == typeof(byte[]) => Next(s_bytes, pcg, size),
            _ when bare == typeof(int[]) => Next(Gen.Int.Array[0, MostElements], pcg, size),
            _ when bare == typeof(string[]) => Next(s_text.Array[0, MostElements], pcg, size),
            _ when bare == typeof(ReadOnlySequence<byte>) => new ReadOnlySequence<byte>(Next(s_bytes, pcg, size)),
            _ => throw new NotSupportedException($"No random values of {bare}."),
        };
    }

    private ProtocolStructure Nested(Type type, PCG pcg, Size size)
    {
        ProtocolStructure nested = new MessageGen(type, version, isFlexible).Generate(pcg, null, out Size its);
        size.Add(its);
        return nested;
    }

    private static T Next<T>(Gen<T> gen, PCG pcg, Size size)
    {
        T value = gen.Generate(pcg, null, out Size its);
        size.Add(its);
        return value;
    }
}
