namespace KafkaGen.KafkaTests.Kafka;

/// <summary>Where Apache Kafka is unpacked on this machine, if it is.</summary>
internal sealed record KafkaHome(string Folder)
{
    /// <summary>The folder that holds <c>KafkaGen.sln</c>.</summary>
    public static string Repository => TestKit.Repository.Folder;

    /// <summary>Kafka from <c>KAFKA_HOME</c>, else the one beside the repository; skips the test, with the reason, where there is none.</summary>
    public static KafkaHome FindOrSkip()
    {
        string folder = Environment.GetEnvironmentVariable("KAFKA_HOME") is { Length: > 0 } named
            ? named
            : Path.Combine(Repository, "..", "shared", "kafka");
        folder = Path.GetFullPath(folder);
        Assert.SkipUnless(
            File.Exists(Path.Combine(folder, "bin", "kafka-server-start.sh")),
            $"No Apache Kafka in '{folder}'. Set KAFKA_HOME to an unpacked Kafka (4.x), or KAFKA_BOOTSTRAP to a running one.");
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The Kafka tests start brokers by Kafka's shell scripts, which need a Unix.");
        Assert.SkipUnless(FindJava() is not null, "No Java. Apache Kafka needs a Java runtime, 17 or newer, on PATH or in JAVA_HOME.");
        return new KafkaHome(folder);
    }

    /// <summary>Runs one of the programs of tests/tools with Kafka's own Java code.</summary>
    public Task<KafkaTool> RunJavaAsync(string program, IEnumerable<string> arguments, string input = "") => KafkaTool.RunAsync(
        FindJava()!,
        ["-cp", Path.Combine(Folder, "libs", "*"), Path.Combine(Repository, "tests", "tools", program), .. arguments],
        TimeSpan.FromMinutes(2),
        input);

    /// <summary>The full path of one of Kafka's scripts.</summary>
    public string Script(string name) => Path.Combine(Folder, "bin", name);

    /// <summary>The Java launcher that Kafka's scripts would take.</summary>
    public static string? FindJava()
    {
        if (Environment.GetEnvironmentVariable("JAVA_HOME") is { Length: > 0 } home)
        {
            return Existing(Path.Combine(home, "bin", "java"));
        }

        string path = Environment.GetEnvironmentVariable("PATH") ?? "";
        return path.Split(Path.PathSeparator).Select(folder => Existing(Path.Combine(folder, "java"))).FirstOrDefault(file => file is not null);

        static string? Existing(string file) => File.Exists(file) ? file : null;
    }
}
