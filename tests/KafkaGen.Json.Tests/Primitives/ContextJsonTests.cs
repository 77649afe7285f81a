using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using KafkaGen.Contracts;

namespace KafkaGen.Json.Tests.Primitives;

/// <summary>Values that a context of the application's writes.</summary>
public sealed class ContextJsonTests
{
    private readonly RecordBuffer _buffer = new();

    [Fact]
    public void The_contexts_options_hold()
    {
        Note note = new("<ä>", null);

        Write(note, new NoteContext(new JsonSerializerOptions { WriteIndented = true }).Note);
        Write(note, NoteContext.Default.Note);

        Assert.Equal(
            JsonSerializer.Serialize(note, new JsonSerializerOptions { WriteIndented = true }) + JsonSerializer.Serialize(note),
            Encoding.UTF8.GetString(_buffer.Value));
    }

    [Fact]
    public void Nothing_is_allocated_once_the_thread_has_a_writer()
    {
        Note note = new("text", null);
        Measure(note);

        Assert.Equal(0, Enumerable.Range(0, 5).Min(_ => Measure(note)));
    }

    [Fact]
    public void A_failure_leaves_nothing_behind()
    {
        Note cycle = new("a", null);
        cycle.Next = cycle;

        Exception theirs = Assert.ThrowsAny<Exception>(() => JsonSerializer.SerializeToUtf8Bytes(cycle, NoteContext.Default.Note));
        Assert.Throws(theirs.GetType(), () => Write(cycle, NoteContext.Default.Note));
        _buffer.Clear();
        Write(new Note("b", null), NoteContext.Default.Note);

        Assert.Equal("""{"Text":"b","Next":null}""", Encoding.UTF8.GetString(_buffer.Value));
    }

    [Fact]
    public void A_getter_may_produce_another_message()
    {
        var inner = new RecordBuffer();
        Nesting outer = new() { WhileWritten = () => ContextJson.Write(inner, new Note("b", null), NoteContext.Default.Note) };

        Write(outer, NoteContext.Default.Nesting);

        Assert.Equal("""{"Value":1}""", Encoding.UTF8.GetString(_buffer.Value));
        Assert.Equal("""{"Text":"b","Next":null}""", Encoding.UTF8.GetString(inner.Value));
    }

    [Fact]
    public void A_type_that_the_context_does_not_know_is_named()
    {
        KafkaContractException error = Assert.Throws<KafkaContractException>(() => ContextJson.Of<Version>(NoteContext.Default));

        Assert.Contains("JsonSerializable(typeof(Version))", error.Message, StringComparison.Ordinal);
    }

    private void Write<T>(T value, JsonTypeInfo<T> type) => ContextJson.Write(_buffer, value, type);

    private long Measure(Note note)
    {
        _buffer.Clear();
        long before = GC.GetAllocatedBytesForCurrentThread();
        ContextJson.Write(_buffer, note, NoteContext.Default.Note);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}

internal sealed class Note(string text, Note? next)
{
    public string Text { get; } = text;

    public Note? Next { get; set; } = next;
}

internal sealed class Nesting
{
    [JsonIgnore]
    public Action? WhileWritten { get; init; }

    public int Value
    {
        get
        {
            WhileWritten?.Invoke();
            return 1;
        }
    }
}

[JsonSerializable(typeof(Note))]
[JsonSerializable(typeof(Nesting))]
internal sealed partial class NoteContext : JsonSerializerContext;
