using KafkaGen.Contracts;
using KafkaGen.Generator.Tests.Driving;

namespace KafkaGen.Generator.Tests.Contracts;

/// <summary>What a contract says of its topic: partitioner, timeout, and what it is created with.</summary>
public sealed class TopicSettingsTests
{
    private const string Partitioner = """
        using System;
        using KafkaGen;
        public readonly struct ByFirst : IRecordPartitioner { static int IRecordPartitioner.Partition(ReadOnlySpan<byte> key, int partitionCount) => key[0] % partitionCount; }

        """;

    [Fact]
    public void Contract_tells_the_settings_of_its_topic()
    {
        KafkaContract contract = LoadedProject.Of(GeneratorRun.Of(Partitioner + """
            [KafkaTopic("a", Partitions = 12, ReplicationFactor = 3, MessageTimeoutMs = 30000, CustomPartitioner = typeof(ByFirst),
                Config = new[] { "cleanup.policy=compact", " retention.ms = -1 ", "x=" })]
            public sealed record Told([PartitionKey] int Id);
            """)).Contract("Told");
        Assert.Equal((12, 3, 30000, null), (contract.Partitions, contract.ReplicationFactor, contract.MessageTimeoutMs, contract.Partitioner));
        Assert.Equal([new("cleanup.policy", "compact"), new("retention.ms", "-1"), new("x", "")], contract.TopicConfig);
        Assert.Equal("ByFirst", contract.CustomPartitioner!.Type.Name);
        Assert.Equal(7 % 4, contract.CustomPartitioner.Partition([7, 1], 4));
    }

    [Fact]
    public void Contract_on_an_assembly_tells_them_too()
    {
        KafkaContract contract = LoadedProject.Of(GeneratorRun.Of(
            "[assembly: KafkaGen.KafkaContract(typeof(Vendor.Named), \"a\", Key = \"Id\", Partitioner = KafkaGen.RecordPartitioner.Fnv1aRandom, Partitions = 2)]",
            "namespace Vendor { public sealed record Named(int Id); }")).Contract("Vendor.Named");
        Assert.Equal((RecordPartitioner.Fnv1aRandom, 2), (contract.Partitioner, contract.Partitions));
    }

    [Fact]
    public void Contract_tells_its_cluster_else_that_of_the_assembly()
    {
        LoadedProject project = LoadedProject.Of(GeneratorRun.Of("""
            using KafkaGen;
            [assembly: KafkaDefaults(Cluster = "eu")]
            [assembly: KafkaContract(typeof(System.Version), "d", Cluster = "audit")]
            [KafkaTopic("a", Cluster = "audit")] public sealed record Named(int Id);
            [KafkaTopic("b")] public sealed record Silent(int Id);
            [KafkaTopic("c", Cluster = "")] public sealed record Main(int Id);
            """));
        Assert.Equal(("audit", "eu", ""), (project.Contract("Named").Cluster, project.Contract("Silent").Cluster, project.Contract("Main").Cluster));
        Assert.Equal("audit", project.Contract("System.Version").Cluster);
    }

    [Fact]
    public void Topics_of_two_clusters_have_settings_of_their_own() => GeneratorRun.Of("""
        using KafkaGen;
        [KafkaTopic("a", MessageTimeoutMs = 1000)] public sealed record A(int Id);
        [KafkaTopic("a", Cluster = "eu", MessageTimeoutMs = 2000)] public sealed record B(int Id);
        [KafkaTopic("b", Cluster = "eu", MessageTimeoutMs = 3000)] public sealed record {|KG0007:C|}(int Id);
        [KafkaTopic("b", Cluster = "EU", MessageTimeoutMs = 4000)] public sealed record {|KG0007:D|}(int Id);
        """);

    [Fact]
    public void Contract_that_says_nothing_has_none()
    {
        KafkaContract contract = LoadedProject.Of(GeneratorRun.Of("[KafkaGen.KafkaTopic(\"a\")] public sealed record Silent(int Id);")).Contract("Silent");
        Assert.Equal((null, null, null), (contract.Partitions, contract.ReplicationFactor, contract.MessageTimeoutMs));
        Assert.Equal("", contract.Cluster);
        Assert.Equal((null, null), (contract.Partitioner, contract.CustomPartitioner));
        Assert.Empty(contract.TopicConfig);
    }

    [Fact]
    public void Numbers_out_of_range_are_errors() => GeneratorRun.Of("""
        using KafkaGen;
        [KafkaTopic("a", {|KG0020:Partitions = 0|})] public sealed record A(int Id);
        [KafkaTopic("b", {|KG0020:Partitions = -1|}, {|KG0020:ReplicationFactor = 32768|}, {|KG0020:MessageTimeoutMs = 0|})] public sealed record B(int Id);
        [KafkaTopic("c", {|KG0020:Partitioner = (RecordPartitioner)7|})] public sealed record C([PartitionKey] int Id);
        [KafkaTopic("d", Partitions = 1, ReplicationFactor = 32767, MessageTimeoutMs = 1)] public sealed record D(int Id);
        """);

    [Fact]
    public void Types_that_are_no_partitioner_are_errors() => GeneratorRun.Of(Partitioner + """
        [KafkaTopic("a", {|KG0021:CustomPartitioner = typeof(string)|})] public sealed record A([PartitionKey] int Id);
        [KafkaTopic("b", {|KG0021:CustomPartitioner = typeof(IRecordPartitioner)|})] public sealed record B([PartitionKey] int Id);
        [KafkaTopic("c", {|KG0021:CustomPartitioner = typeof(Open<>)|})] public sealed record C([PartitionKey] int Id);
        [KafkaTopic("d", CustomPartitioner = typeof(Open<int>))] public sealed record D([PartitionKey] int Id);
        [KafkaTopic("e", {|KG0021:CustomPartitioner = typeof(int[])|})] public sealed record E([PartitionKey] int Id);
        [KafkaTopic("f", {|KG0021:CustomPartitioner = typeof(Inner)|})] public sealed record F([PartitionKey] int Id) { private sealed class Inner : IRecordPartitioner
        { public static int Partition(ReadOnlySpan<byte> key, int partitionCount) => 0; } }
        public sealed class Open<T> : IRecordPartitioner { public static int Partition(ReadOnlySpan<byte> key, int partitionCount) => 0; }
        """);

    [Fact]
    public void Two_partitioners_are_an_error() => GeneratorRun.Of(Partitioner + """
        [KafkaTopic("a", Partitioner = RecordPartitioner.Murmur2, {|KG0022:CustomPartitioner = typeof(ByFirst)|})] public sealed record A([PartitionKey] int Id);
        """);

    [Fact]
    public void Partitioner_and_key_go_together() => GeneratorRun.Of(Partitioner + """
        [KafkaTopic("a", {|KG0023:Partitioner = RecordPartitioner.Random|})] public sealed record A([PartitionKey] int Id);
        [KafkaTopic("b", Partitioner = RecordPartitioner.Random)] public sealed record B(int Id);
        [KafkaTopic("c", {|KG0024:Partitioner = RecordPartitioner.Consistent|})] public sealed record C(int Id);
        [KafkaTopic("d", {|KG0024:CustomPartitioner = typeof(ByFirst)|})] public sealed record D(int Id);
        [KafkaTopic("e", Partitioner = RecordPartitioner.Consistent)] public sealed record E([PartitionKey] int Id);
        """);

    [Fact]
    public void Settings_without_a_name_or_value_are_errors() => GeneratorRun.Of("""
        using KafkaGen;
        [KafkaTopic("a", {|KG0025:Config = new[] { "cleanup.policy", "x=1" }|})] public sealed record A(int Id);
        [KafkaTopic("b", {|KG0025:Config = new[] { "=compact" }|})] public sealed record B(int Id);
        [KafkaTopic("c", Config = new string[0])] public sealed record C(int Id);
        """);

    [Theory]
    [InlineData("MessageTimeoutMs = 5", "MessageTimeoutMs = 6", "MessageTimeoutMs")]
    [InlineData("MessageTimeoutMs = 5", "", "MessageTimeoutMs")]
    [InlineData("Partitioner = RecordPartitioner.Murmur2", "Partitioner = RecordPartitioner.Fnv1a", "partitioner")]
    [InlineData("CustomPartitioner = typeof(ByFirst)", "", "partitioner")]
    [InlineData("Partitions = 5", "Partitions = 6", "Partitions")]
    [InlineData("ReplicationFactor = 5", "ReplicationFactor = 6, MessageTimeoutMs = 1", "MessageTimeoutMs, ReplicationFactor")]
    [InlineData("Config = new[] { \"a=1\", \"b=2\" }", "Config = new[] { \"b=3\" }", "Config")]
    public void Contracts_of_one_topic_that_differ_are_an_error(string one, string other, string expected)
    {
        var run = GeneratorRun.Of(Partitioner +
            $$"""
            [KafkaTopic("a", Name = "one", {{one}})] public sealed record {|KG0007:One|}([PartitionKey] int Id);
            [KafkaTopic("a", {{(other.Length == 0 ? "" : other + ",")}} Name = "other")] public sealed record {|KG0007:Other|}([PartitionKey] int Id);
            """);
        Assert.All(run.Findings, finding => Assert.Contains($"differ in {expected};", finding.GetMessage(), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Partitions = 5", "")]
    [InlineData("Config = new[] { \"a=1\" }", "Config = new[] { \"b=3\" }")]
    [InlineData("CustomPartitioner = typeof(ByFirst), MessageTimeoutMs = 7", "MessageTimeoutMs = 7, CustomPartitioner = typeof(ByFirst)")]
    public void Contracts_of_one_topic_that_agree_are_fine(string one, string other) => GeneratorRun.Of(Partitioner +
        $$"""
        [KafkaTopic("a", Name = "one", {{one}})] public sealed record One([PartitionKey] int Id);
        [KafkaTopic("a", {{(other.Length == 0 ? "" : other + ",")}} Name = "other")] public sealed record Other([PartitionKey] int Id);
        """);
}
