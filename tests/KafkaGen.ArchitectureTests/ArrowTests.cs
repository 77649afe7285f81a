namespace KafkaGen.ArchitectureTests;

/// <summary>
/// The arrows between rooms run in one direction. Those that run back today are written down in a file beside this one: it may only shrink, so that
/// a new one fails here, and so does one that has gone and still stands there.
/// </summary>
public sealed class ArrowTests
{
    // The record's way from the application to the broker, and what is around it: a room may use those after it.
    private static readonly string[] s_runtime =
    [
        "Hosting", "Export", "Interop", "Provisioning", "Transactions", "Producing", "Sending", "Partitioning", "Transport", "Accumulating", "Compressing",
        "Telemetry", "Health", "Configuration", "Cluster", "Connections", "ApplicationCode", "Protocol", "Native",
    ];

    private static readonly Rooms s_sender = new(
        "KafkaGen",
        s_runtime.Select((room, place) => (room, later: s_runtime[(place + 1)..])).ToDictionary(pair => pair.room, pair => pair.later));

    // Symbols become a model, and the model becomes text. Nothing in the model knows of either, and the two do not know each other.
    private static readonly Rooms s_generator = new(
        "KafkaGen.Generator",
        new Dictionary<string, string[]>
        {
            ["Model"] = [],
            ["Diagnostics"] = ["Model"],
            ["Parsing"] = ["Model", "Diagnostics"],
            ["Emitting"] = ["Model"],
            ["Analyzers"] = ["Parsing", "Model", "Diagnostics"],
        });

    [Fact]
    public void Every_room_of_the_sender_has_its_place() => Assert.Empty(s_sender.All.Except(s_runtime));

    [Fact]
    public void Every_room_of_the_generator_has_its_place() =>
        Assert.Equal(["Analyzers", "Diagnostics", "Emitting", "Model", "Parsing"], s_generator.All);

    [Fact]
    public void Arrows_of_the_sender_run_along_the_records_way() => AssertOnly("KafkaGen.arrows", s_sender.Forbidden());

    [Fact]
    public void Arrows_of_the_generator_run_from_symbols_and_from_text_to_the_model() => AssertOnly("KafkaGen.Generator.arrows", s_generator.Forbidden());

    private static void AssertOnly(string file, IReadOnlyList<string> found)
    {
        using StreamReader reader = new(typeof(ArrowTests).Assembly.GetManifestResourceStream(file)!);
        string[] known = [.. reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => !line.StartsWith('#'))];

        string[] added = [.. found.Except(known)];
        string[] gone = [.. known.Except(found)];
        Assert.True(
            added.Length == 0 && gone.Length == 0,
            $"""
            Arrows that run back are new (turn them round):
            {string.Join('\n', added)}
            Arrows that run back are gone (delete their lines from {file}):
            {string.Join('\n', gone)}
            """);
    }
}
