using System.Globalization;

namespace KafkaGen.KafkaTests.Crashes;

/// <summary>What consumers of committed records see after a worker was killed a number of times.</summary>
/// <param name="Crashes">How often it was killed.</param>
/// <param name="WithinBatch">How often it had begun a batch and had not been told that it was committed.</param>
internal sealed record CrashResult(int Crashes, int WithinBatch)
{
    public required int Inputs { get; init; }

    /// <summary>Outputs that are not there, of either output topic.</summary>
    public required int Missing { get; init; }

    /// <summary>Outputs that are there once too often.</summary>
    public required int Doubled { get; init; }

    /// <summary>Records of transactions that were not committed, which are stored and not seen.</summary>
    public required int Aborted { get; init; }

    public bool IsExactlyOnce => Missing == 0 && Doubled == 0;

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Crashes} crashes, {WithinBatch} of them within a batch; {Inputs:N0} inputs, {Missing} outputs missing, {Doubled} doubled; {Aborted} records of aborted transactions not seen");
}
