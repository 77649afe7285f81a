using System.Runtime.CompilerServices;

namespace KafkaGen.Protocol.Primitives;

/// <summary>Arrays.</summary>
internal ref partial struct MessageFields
{
    /// <summary>Structures, written one after the other; what is read is a list of its own.</summary>
    public List<T> Array<T>(List<T>? value, [CallerArgumentExpression(nameof(value))] string field = "")
        where T : ProtocolStructure, new() =>
        NullableArray(value ?? Missing<List<T>>(field), field) ?? NullRead<List<T>>(field);

    public List<T>? NullableArray<T>(List<T>? value, [CallerArgumentExpression(nameof(value))] string field = "")
        where T : ProtocolStructure, new()
    {
        if (_writer is not null)
        {
            WriteLength(value?.Count ?? -1);
            if (value is not null)
            {
                foreach (T element in value)
                {
                    Structure(element);
                }
            }

            return value;
        }

        int count = ReadLength(1, field);
        if (count < 0)
        {
            return null;
        }

        var list = new List<T>(Math.Min(count, LargestFirstCapacity));
        for (int index = 0; index < count; index++)
        {
            var element = new T();
            Structure(element);
            list.Add(element);
        }

        return list;
    }

    public int[] Int32Array(int[]? value, [CallerArgumentExpression(nameof(value))] string field = "")
    {
        if (_writer is not null)
        {
            value ??= Missing<int[]>(field)!;
            WriteLength(value.Length);
            foreach (int element in value)
            {
                _writer.WriteInt32(element);
            }

            return value;
        }

        int count = ReadLength(sizeof(int), field);
        int[] array = count switch
        {
            < 0 => NullRead<int[]>(field),
            0 => [],
            _ => new int[count],
        };
        for (int index = 0; index < array.Length; index++)
        {
            array[index] = _reader.ReadInt32(field);
        }

        return array;
    }

    public string[] StringArray(string[]? value, [CallerArgumentExpression(nameof(value))] string field = "") =>
        NullableStringArray(value ?? Missing<string[]>(field), field) ?? NullRead<string[]>(field);

    public string[]? NullableStringArray(string[]? value, [CallerArgumentExpression(nameof(value))] string field = "")
    {
        if (_writer is not null)
        {
            WriteLength(value?.Length ?? -1);
            foreach (string element in value ?? [])
            {
                String(element, field);
            }

            return value;
        }

        // Even an empty text has a length of its own.
        int count = ReadLength(IsFlexible ? 1 : sizeof(short), field);
        if (count < 0)
        {
            return null;
        }

        string[] array = new string[count];
        for (int index = 0; index < array.Length; index++)
        {
            array[index] = String(null, field);
        }

        return array;
    }
}
