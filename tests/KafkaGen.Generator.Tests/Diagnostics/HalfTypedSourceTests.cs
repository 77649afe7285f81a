using KafkaGen.Generator.Tests.Driving;
using KafkaGen.TestKit;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace KafkaGen.Generator.Tests.Diagnostics;

/// <summary>No source makes the generator or an analyzer throw: in an editor most sources are broken most of the time.</summary>
[Trait("Draws", "Random")]
public sealed class HalfTypedSourceTests
{
    // A test run tries some; with KAFKAGEN_HALF_TYPED=all every mutation of the short sources, and many of the contract model's.
    private static readonly bool s_isWhole = Environment.GetEnvironmentVariable("KAFKAGEN_HALF_TYPED") == "all";
    private static readonly int s_sampleSize = s_isWhole ? int.MaxValue : 60;
    private static readonly int s_modelSampleSize = s_isWhole ? 250 : 4;

    // One compilation, so that what the references declare is read once.
    private static readonly CSharpCompilation s_empty = AnalyzerHost.Compile();

    private static readonly CSharpCompilation s_model = AnalyzerHost.Compile([GoodSources.ImplicitUsings, .. GoodSources.Model]);

    public static TheoryData<int> ShortSources => [.. Enumerable.Range(0, GoodSources.Short.Count)];

    [Theory]
    [MemberData(nameof(ShortSources))]
    public void Unbroken_source_has_no_error(int index) => Assert.DoesNotContain(
        AnalyzerHost.Generate(Alone(GoodSources.Short[index])).GetDiagnostics(TestContext.Current.CancellationToken),
        found => found.Severity == DiagnosticSeverity.Error);

    [Fact]
    public void Unbroken_contract_model_has_no_error()
    {
        CSharpCompilation compilation = AnalyzerHost.Generate(s_model);
        Assert.DoesNotContain(
            compilation.GetDiagnostics(TestContext.Current.CancellationToken).Concat(AnalyzerHost.Analyze(compilation)),
            found => found.Severity == DiagnosticSeverity.Error);
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public void Source_that_ends_at_any_token() =>
        AssertNothingThrows(Sample(GoodSources.Short.SelectMany(Mutations.Truncations), s_sampleSize).Select(Alone), atLeast: 60);

    [Fact]
    [Trait("Speed", "Slow")]
    public void Source_with_a_token_too_few_or_too_many() =>
        AssertNothingThrows(Sample(GoodSources.Short.SelectMany(Mutations.Slips), s_sampleSize).Select(Alone), atLeast: 60);

    [Fact]
    [Trait("Speed", "Slow")]
    public void Contract_model_that_ends_early_or_has_a_token_too_few_or_too_many() => AssertNothingThrows(
        Sample(
                GoodSources.Model.SelectMany((source, file) =>
                    Mutations.Truncations(source).Concat(Mutations.Slips(source)).Select(mutation => (File: file, Mutation: mutation))),
                s_modelSampleSize)
            .Select(sample => InModel(sample.File, sample.Mutation)),
        atLeast: s_modelSampleSize);

    [Theory]
    [InlineData("[KafkaGen.KafkaTopic] class A;")]
    [InlineData("[KafkaGen.KafkaTopic()] class A { }")]
    [InlineData("[KafkaGen.KafkaTopic(null!)] class A { }")]
    [InlineData("[KafkaGen.KafkaTopic(5)] class A { }")]
    [InlineData("[KafkaGen.KafkaTopic(\"a\", Unknown = 1)] class A { }")]
    [InlineData("[KafkaGen.KafkaTopic(\"a\", \"b\")] class A { }")]
    [InlineData("[KafkaGen.KafkaTopic(\"a\")] class A : A { }")]
    [InlineData("[KafkaGen.KafkaTopic(\"a\")] class A : B { } class B : A { }")]
    [InlineData("[KafkaGen.KafkaTopic(\"a\")] class { }")]
    [InlineData("[KafkaGen.KafkaTopic(\"a\")] record A(A a, Missing b, int, string);")]
    [InlineData("[KafkaGen.KafkaTopic(\"a\")] struct A { A a; public A B => this; }")]
    [InlineData("[KafkaGen.KafkaTopic(\"a\")] class A { class A { } [KafkaGen.PartitionKey] A B; }")]
    [InlineData("[KafkaGen.KafkaTopic(\"a\")] class A<A> { }")]
    [InlineData("[KafkaGen.KafkaTopic(\"a\")] class A { [KafkaGen.KafkaHeader] int H; [KafkaGen.KafkaHeader(null, null)] int I; }")]
    [InlineData("[KafkaGen.KafkaTopic(\"a\"), KafkaGen.Compression((KafkaGen.CompressionCodec)(-5), Level = int.MinValue)] class A { }")]
    [InlineData("[KafkaGen.KafkaTopic(\"a\")] class A { public unsafe int* P; public delegate*<int> F; public System.Span<int> S => default; }")]
    [InlineData("[KafkaGen.KafkaTopic(\"a\")] class A { public System.Collections.Generic.List<A<int>> L; public A[,] M; public int this[int i] => 1; }")]
    [InlineData("[assembly: KafkaGen.KafkaTopic(\"a\")] [module: KafkaGen.KafkaTopic(\"a\")]")]
    [InlineData("[KafkaGen.KafkaTopic(\"a\")] interface I { } [KafkaGen.KafkaTopic(\"a\")] enum E { } [KafkaGen.KafkaTopic(\"a\")] delegate void D();")]
    [InlineData("namespace KafkaGen { class KafkaTopicAttribute : System.Attribute { } [KafkaTopic] class A { } }")]
    [InlineData("class C { void M(KafkaGen.ITopicProducer<int> p) { p.ProduceAsync(); p.ProduceAsync; p.; p?.ProduceAsync(1)?.Result; } }")]
    [InlineData("class C { async void M(KafkaGen.ITopicProducer<C> p) { foreach (var x in) await p.ProduceAsync(x); foreach (var in p) await p.ProduceManyAsync(); } }")]
    [InlineData("[assembly: KafkaGen.KafkaContract] [assembly: KafkaGen.KafkaContract(typeof(), )] [assembly: KafkaGen.KafkaContract(null, null)]")]
    [InlineData("[assembly: KafkaGen.KafkaContract(typeof(A<>), \"a\", Key = \"..\", Headers = new string[] { null, \"=\", \"a=\" }, Timestamp = \"\")] class A<T> { }")]
    [InlineData("[assembly: KafkaGen.KafkaContract(typeof(int*), \"a\")] [assembly: KafkaGen.KafkaContract(typeof(A[]), \"a.b\")] [assembly: KafkaGen.KafkaContract(typeof(dynamic), \"a_b\")] class A { }")]
    [InlineData("[assembly: KafkaGen.KafkaDefaults(TopicPrefix = null, Codec = (KafkaGen.CompressionCodec)77, JsonNaming = (KafkaGen.JsonNaming)(-1), X = 1)] [KafkaGen.KafkaTopic(\"a\")] class A { }")]
    [InlineData("[KafkaGen.KafkaTopic(\"a\", JsonContext = typeof(), Serializer = typeof(B<>), KeySerializer = null)] class A { } class B<T> : KafkaGen.IRecordSerializer<T> { }")]
    [InlineData("[KafkaGen.KafkaTopic(\"a\", JsonContext = typeof(A))] [System.Text.Json.Serialization.JsonSourceGenerationOptions(PropertyNamingPolicy = (System.Text.Json.Serialization.JsonKnownNamingPolicy)99)] class A { }")]
    [InlineData("[KafkaGen.KafkaProducer] interface I : I { [KafkaGen.KafkaTopic] void M([KafkaGen.PartitionKey] __arglist); event System.Action E; int this[[KafkaGen.KafkaHeader] int i] { get; } }")]
    [InlineData("[KafkaGen.PartitionKey] [KafkaGen.KafkaHeader(\"a\")] [KafkaGen.Compression] class A { [KafkaGen.PartitionKey] A() { } [KafkaGen.KafkaValue] ~A() { } [KafkaGen.KafkaTopic(\"a\")] int this[[KafkaGen.PartitionKey] int i] => i; }")]
    [InlineData("class A { void M() { void L([KafkaGen.PartitionKey] int i) { } var f = ([KafkaGen.KafkaHeader(\"a\")] int i) => i; } delegate void D([KafkaGen.KafkaHeaders] int i); enum E { [KafkaGen.KafkaPartition] X } }")]
    [InlineData("[KafkaGen.PartitionKey] int Local([KafkaGen.PartitionKey] int i) => i; [KafkaGen.KafkaTopic(\"a\")] void Other() { }")]
    [InlineData("class C { void M(KafkaGen.KafkaGenClient c) { KafkaGen.KafkaGenClient.Create(o => o.Exclude<>()); KafkaGen.KafkaGenClient.Create(); KafkaGen.KafkaGenClient.Create(o => { o.Exclude<Missing>(); o.Exclude<int[]>(); }); } }")]
    public void Odd_source(string source) => AssertNothingThrows([Alone(source)], atLeast: 1);

    private static void AssertNothingThrows(IEnumerable<CSharpCompilation> compilations, int atLeast)
    {
        int count = 0;
        foreach (CSharpCompilation compilation in compilations)
        {
            count++;
            try
            {
                AnalyzerHost.Analyze(AnalyzerHost.Generate(compilation));
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                Assert.Fail($"{failure.Message}\n{Seed.Hint}\n{string.Join('\n', compilation.SyntaxTrees)}");
            }
        }

        Assert.True(count >= atLeast, $"Only {count} sources were tried.");
    }

    private static IEnumerable<T> Sample<T>(IEnumerable<T> mutations, int size)
    {
        T[] all = [.. mutations];
        new Random(Seed.Value).Shuffle(all);
        return all.Take(size);
    }

    private static CSharpCompilation Alone(string source) => s_empty.AddSyntaxTrees(Parse(source));

    private static CSharpCompilation InModel(int file, string source) => s_model.ReplaceSyntaxTree(s_model.SyntaxTrees[file + 1], Parse(source));

    private static SyntaxTree Parse(string source) =>
        CSharpSyntaxTree.ParseText(source, AnalyzerHost.Parse, cancellationToken: TestContext.Current.CancellationToken);
}
