using System.Text;
using System.Text.Json;

namespace KafkaGen.Contracts;

/// <summary>
/// Finds the member that was being written from the JSON that was written until then. So the place of a failure costs nothing until there is
/// one.
/// </summary>
internal static class PartialJson
{
    // Longer paths are those of cycles: their beginning and their end tell it.
    private const int LongPath = 200;

    /// <summary>The path of the value that comes next; a member whose name is not written yet is named by the object around it.</summary>
    /// <param name="json">Well-formed JSON that breaks off between two writes of an encoder.</param>
    public static string PathOfNext(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, isFinalBlock: false, new JsonReaderState(new JsonReaderOptions { MaxDepth = int.MaxValue }));
        var open = new Stack<Step>();
        try
        {
            while (reader.Read())
            {
                Follow(open, ref reader);
            }
        }
        catch (JsonException)
        {
            // The output of a serializer that is not ours may be anything; the path then ends where the JSON does.
        }

        // A number at the very end is not reported: it could go on.
        if (!json[(int)reader.BytesConsumed..].Trim(", "u8).IsEmpty)
        {
            Complete(open);
        }

        return Text(open);
    }

    private static void Follow(Stack<Step> open, ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                open.Push(new Step(null, null));
                break;
            case JsonTokenType.StartArray:
                open.Push(new Step(null, 0));
                break;
            case JsonTokenType.PropertyName:
                open.Pop();
                open.Push(new Step(reader.GetString(), null));
                break;
            case JsonTokenType.EndObject or JsonTokenType.EndArray:
                open.Pop();
                Complete(open);
                break;
            default:
                Complete(open);
                break;
        }
    }

    /// <summary>A value is complete: the next one is the next element, or of a member whose name has not come yet.</summary>
    private static void Complete(Stack<Step> open)
    {
        if (open.TryPop(out Step step))
        {
            open.Push(new Step(null, step.Index + 1));
        }
    }

    private static string Text(Stack<Step> open)
    {
        var path = new StringBuilder("$");
        foreach (Step step in open.Reverse())
        {
            if (step.Index is { } index)
            {
                path.Append('[').Append(index).Append(']');
            }
            else if (step.Name is { } name && name.All(c => char.IsLetterOrDigit(c) || c == '_') && name.Length > 0)
            {
                path.Append('.').Append(name);
            }
            else if (step.Name is not null)
            {
                path.Append("['").Append(step.Name).Append("']");
            }
        }

        if (path.Length > LongPath)
        {
            path.Remove(LongPath / 2, path.Length - LongPath).Insert(LongPath / 2, " ... ");
        }

        return path.ToString();
    }

    /// <summary>Where an open object or array stands: at a member, or at an element.</summary>
    private readonly record struct Step(string? Name, int? Index);
}
