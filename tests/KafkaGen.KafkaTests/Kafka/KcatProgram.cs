namespace KafkaGen.KafkaTests.Kafka;

/// <summary>Where kcat is on this machine, if it is.</summary>
internal static class KcatProgram
{
    /// <summary>The full path of kcat; skips the test where there is none.</summary>
    public static string FindOrSkip()
    {
        string? kcat = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Select(folder => Path.Combine(folder, "kcat"))
            .FirstOrDefault(File.Exists);
        Assert.SkipWhen(kcat is null, "kcat is not on PATH (Debian: apt-get install kcat).");
        return kcat;
    }
}
