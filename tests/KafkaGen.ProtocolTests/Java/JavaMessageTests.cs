using System.Text.Json;
using KafkaGen.Protocol;
using KafkaGen.Protocol.Primitives;

namespace KafkaGen.ProtocolTests.Java;

/// <summary>Every message and version, against Kafka's own Java classes.</summary>
[Trait("Draws", "Random")]
public sealed class JavaMessageTests
{
    private const int Values = 12;

    [Fact]
    public async Task Java_reads_the_same_values_and_writes_the_same_bytes()
    {
        List<Case> cases = [.. Cases()];
        string[] answers = await JavaTool.AskAsync("JavaMessages.java", [.. cases.Select(one => one.Line)]);
        List<string> differences = [];
        foreach ((Case one, string answer) in cases.Zip(answers))
        {
            one.Compare(answer, differences);
        }

        Assert.True(differences.Count == 0, $"{differences.Count} differences. {Seed.Hint}\n{string.Join('\n', differences.Take(20))}");
        int versions = cases.DistinctBy(one => one.Name).Count();
        Assert.True(versions > 300, $"Only {versions} messages and versions were compared.");
        TestContext.Current.TestOutputHelper?.WriteLine($"{cases.Count} messages, {versions} messages and versions, equal in bytes and values");
    }

    private static IEnumerable<Case> Cases()
    {
        foreach (Api api in ApiCatalog.All)
        {
            for (short version = api.MinVersion; version <= api.MaxUnstableVersion; version++)
            {
                foreach (bool isRequest in new[] { true, false })
                {
                    MessageGen gen = MessageGen.Of(api, isRequest, version);
                    foreach (ProtocolStructure message in gen.Values().Take(Values))
                    {
                        yield return new Case(api, isRequest, version, message);
                    }
                }
            }
        }
    }

    private sealed record Case(Api Api, bool IsRequest, short Version, ProtocolStructure Message)
    {
        public string Name => $"{Message.GetType().Name} v{Version}";

        public string Line => $"{(IsRequest ? "request" : "response")} {(short)Api.Key} {Version} {Hex}";

        private string Hex => Convert.ToHexStringLower(MessageBytes.Write(Message, Api, Version));

        public void Compare(string answer, List<string> differences)
        {
            int space = answer.IndexOf(' ', StringComparison.Ordinal);
            if (answer[..space] != Hex)
            {
                differences.Add($"{Name}: {MessageText.Of(Message)}\n  here: {Hex}\n  Java: {answer}");
                return;
            }

            using var json = JsonDocument.Parse(answer.AsMemory(space + 1));
            JavaJson.Compare(Message, json.RootElement, Version, Api.IsFlexible(Version), Name, differences);
        }
    }
}
