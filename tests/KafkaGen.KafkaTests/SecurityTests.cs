using System.Diagnostics;
using KafkaGen.KafkaTests.Kafka;
using KafkaGen.KafkaTests.Security;

namespace KafkaGen.KafkaTests;

/// <summary>The matrix of docs/security.md: what may connect delivers, and what may not is told why.</summary>
public sealed class SecurityTests(SecuredNode node, SecurityTests.Matrix matrix) : IClassFixture<SecurityTests.Matrix>
{
    private static readonly TimeSpan s_bound = TimeSpan.FromSeconds(60);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public static IEnumerable<TheoryDataRow<string>> Delivering => Rows(known => known.Reason is null);

    public static IEnumerable<TheoryDataRow<string>> Refused => Rows(known => known.Reason is not null);

    [Theory]
    [MemberData(nameof(Delivering))]
    public async Task Who_may_connect_delivers(string name)
    {
        Outcome outcome = await matrix.OutcomeOfAsync(node, name);

        Assert.True(outcome.Failure is null, outcome.Failure?.ToString());
        Assert.True(outcome.Place!.Value.Offset >= 0);
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task Who_may_not_is_told_the_reason_within_the_timeout(string name)
    {
        SecurityCase refused = SecurityCase.All.Single(known => known.Name == name);

        Outcome outcome = await matrix.OutcomeOfAsync(node, name);

        ProduceException failure = Assert.IsType<ProduceException>(outcome.Failure);
        TestContext.Current.TestOutputHelper?.WriteLine($"{outcome.Took.TotalSeconds:F1} s: {failure.Message}");
        Assert.Equal((refused.Code, RecordPersistence.NotPersisted), (failure.Code, failure.Status));
        Assert.Contains(refused.Reason!, failure.Message, StringComparison.Ordinal);
        Assert.True(outcome.Took < SecurityCase.MessageTimeout + s_bound, $"{outcome.Took}");
    }

    [Fact]
    public async Task No_log_line_and_no_exception_shows_a_secret()
    {
        SecuredKafka kafka = await node.GetAsync();
        Outcome[] outcomes = await Task.WhenAll(SecurityCase.All.Select(known => matrix.OutcomeOfAsync(node, known.Name)));
        string[] said = [.. outcomes.SelectMany(outcome => outcome.Log.All), .. outcomes.Select(outcome => $"{outcome.Failure}")];
        string key = File.ReadLines(kafka.Client.Key).First(line => !line.StartsWith('-'));
        string[] secrets = [SecuredKafka.PlainPassword, SecuredKafka.ScramPassword, SecurityCase.WrongPassword, key, .. SecurityCase.Tokens];

        Assert.True(said.Length > 500, $"{said.Length} lines are too few for librdkafka's debug=all");
        Assert.Contains(said, line => line.Contains("sasl.password", StringComparison.Ordinal));
        Assert.True(SecurityCase.Tokens.Count >= 2);
        Assert.All(secrets, secret => Assert.DoesNotContain(said, line => line.Contains(secret, StringComparison.Ordinal)));
    }

    private static IEnumerable<TheoryDataRow<string>> Rows(Func<SecurityCase, bool> which) =>
        SecurityCase.All.Where(which).Select(known => new TheoryDataRow<string>(known.Name));

    /// <summary>One record by each case, all at once: each refused one waits out its timeout.</summary>
    public sealed class Matrix
    {
        private readonly object _gate = new();
        private Dictionary<string, Task<Outcome>>? _outcomes;

        internal async Task<Outcome> OutcomeOfAsync(SecuredNode node, string name)
        {
            SecuredKafka kafka = await node.GetAsync();
            Task<Outcome> outcome;
            lock (_gate)
            {
                _outcomes ??= SecurityCase.All.ToDictionary(known => known.Name, known => Task.Run(() => RunAsync(known, kafka)));
                outcome = _outcomes[name];
            }

            return await outcome.WaitAsync(SecurityCase.MessageTimeout + s_bound, Cancelled);
        }

        private static async Task<Outcome> RunAsync(SecurityCase known, SecuredKafka kafka)
        {
            CapturedLog log = new();
            await using var client = KafkaGenClient.Create(options =>
            {
                known.Apply(options, kafka);
                options.LoggerFactory = log;
            });
            long began = Stopwatch.GetTimestamp();
            try
            {
                RecordMetadata place = await client.ForTopic<Secured>(known.Topic).ProduceAsync(new Secured(1), CancellationToken.None);
                return new Outcome(place, null, Stopwatch.GetElapsedTime(began), log);
            }
            catch (ProduceException failure)
            {
                return new Outcome(null, failure, Stopwatch.GetElapsedTime(began), log);
            }
        }
    }

    internal sealed record Outcome(RecordMetadata? Place, ProduceException? Failure, TimeSpan Took, CapturedLog Log);
}

[KafkaTopic("secured")]
public sealed record Secured([PartitionKey] int Id);
