using KafkaGen.Generator.Tests.Driving;
using KafkaGen.TestKit.Running;
using Microsoft.CodeAnalysis;

namespace KafkaGen.Generator.Tests.Diagnostics;

/// <summary>A project of a user's, built by the SDK: what the build says, and what the program does that comes out of it.</summary>
[Trait("Speed", "Slow")]
public sealed class BuildTests
{
    private const string Right = "[KafkaTopic(\"right\")] public sealed record Right([PartitionKey] System.Guid Id, string Text, Right[] More);";

    // Its analyzers report an error and, because warnings are errors there, a warning.
    private const string Program = $$"""
        using KafkaGen;
        using Microsoft.Extensions.DependencyInjection;

        try
        {
            new ServiceCollection().AddKafkaGen("localhost:9092");
            Console.WriteLine("registered");
        }
        catch (KafkaContractException rejected)
        {
            Console.WriteLine($"{rejected.Contract} -> {rejected.Message}");
        }

        [KafkaTopic("no topic")]
        public sealed record Rejected(int Id);

        [KafkaTopic("empty")]
        public sealed record Empty;

        {{Right}}
        """;

    private static readonly string s_libraries = AppContext.BaseDirectory;

    [Fact]
    public async Task Contract_with_an_error_is_refused_by_the_build_or_where_nothing_is_analyzed_by_the_program()
    {
        string folder = CreateProject();
        try
        {
            ProgramRun analyzed = await BuildAsync(folder, "-o", "analyzed");
            Assert.NotEqual(0, analyzed.ExitCode);
            Assert.Contains("error KG0001: 'no topic' is no legal Kafka topic name", analyzed.Output, StringComparison.Ordinal);
            Assert.Contains("error KG0220: 'Empty' is always written as {}", analyzed.Output, StringComparison.Ordinal);

            (await BuildAsync(folder, "--no-restore", "-t:Rebuild", "-o", "silenced", "-p:RunAnalyzers=false", "-p:EmitCompilerGeneratedFiles=true")).Succeeded();
            ProgramRun run = await DotNet.RunAsync(folder, [Path.Combine("silenced", "Shop.dll")], TestContext.Current.CancellationToken);
            Assert.Contains("Rejected -> KG0001: 'no topic' is no legal Kafka topic name", run.Succeeded().Output, StringComparison.Ordinal);
            AssertGeneratedAsHere(folder);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    // Another process, with another seed of GetHashCode: fingerprints and names must not depend on it.
    private static void AssertGeneratedAsHere(string folder)
    {
        string contract = Assert.Single(Directory.GetFiles(Path.Combine(folder, "obj"), "Right.g.cs", SearchOption.AllDirectories));
        GeneratorRun here = GeneratorRun.Of(new ProjectOptions { Nullable = NullableContextOptions.Disable }, "using KafkaGen;\n" + Right);
        Assert.Equal(here.Files["Right.g.cs"], File.ReadAllText(contract));
        Assert.Contains("GeneratedContract(\"", here.Files["Right.g.cs"], StringComparison.Ordinal);
    }

    private static Task<ProgramRun> BuildAsync(string folder, params string[] arguments) => DotNet.RunAsync(
        folder,
        ["build", .. arguments, "-nodeReuse:false", "-p:UseSharedCompilation=false", "-v:quiet", "-nologo"],
        TestContext.Current.CancellationToken);

    private static string CreateProject()
    {
        string folder = Directory.CreateDirectory(Path.Combine(s_libraries, "builds", Guid.NewGuid().ToString("N"))).FullName;
        string references = string.Join("\n", Referenced.Libraries
            .Select(name => $"""<Reference Include="{Path.Combine(s_libraries, name)}.dll" />"""));
        Write("Shop.csproj", $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework>net{Environment.Version.ToString(2)}</TargetFramework>
                <OutputType>Exe</OutputType>
                <ImplicitUsings>enable</ImplicitUsings>
                <UseAppHost>false</UseAppHost>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
              </PropertyGroup>
              <ItemGroup>
                {references}
                <Analyzer Include="{Path.Combine(s_libraries, "KafkaGen.Generator.dll")}" />
              </ItemGroup>
            </Project>
            """);
        Write("Program.cs", Program);

        // Nothing of this repository is imported, and nothing is downloaded.
        Write("Directory.Build.props", "<Project />");
        Write("Directory.Build.targets", "<Project />");
        Write("Directory.Packages.props", "<Project />");
        Write(".editorconfig", "root = true");
        Write("nuget.config", "<configuration><packageSources><clear /></packageSources></configuration>");
        return folder;

        void Write(string name, string text) => File.WriteAllText(Path.Combine(folder, name), text);
    }
}
