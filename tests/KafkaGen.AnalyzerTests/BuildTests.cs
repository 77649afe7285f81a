using System.Diagnostics;
using System.Text;

namespace KafkaGen.AnalyzerTests;

/// <summary>A project of a user's, built by the SDK: what the build says, and what the program does that comes out of it.</summary>
public sealed class BuildTests
{
    // Its analyzers report an error and, because warnings are errors there, a warning.
    private const string Program = """
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
        """;

    private static readonly string s_libraries = AppContext.BaseDirectory;

    private static readonly string[] s_referenced =
    [
        "KafkaGen",
        "KafkaGen.Abstractions",
        "Microsoft.Extensions.DependencyInjection.Abstractions",
        "Microsoft.Extensions.Diagnostics.HealthChecks",
        "Microsoft.Extensions.Diagnostics.HealthChecks.Abstractions",
        "Microsoft.Extensions.Configuration.Abstractions",
    ];

    [Fact]
    public async Task Contract_with_an_error_is_refused_by_the_build_or_where_nothing_is_analyzed_by_the_program()
    {
        string folder = CreateProject();
        try
        {
            (int code, string text) = await DotnetAsync(folder, "build", "-o", "analyzed");
            Assert.NotEqual(0, code);
            Assert.Contains("error KG0001: 'no topic' is no legal Kafka topic name", text, StringComparison.Ordinal);
            Assert.Contains("error KG0220: 'Empty' is always written as {}", text, StringComparison.Ordinal);

            await AssertBuiltProgramRejectsAsync(folder, "-p:RunAnalyzers=false");
            await AssertBuiltProgramRejectsAsync(folder, "-p:NoWarn=KG0001%3BKG0220");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task AssertBuiltProgramRejectsAsync(string folder, string property)
    {
        (int code, string text) = await DotnetAsync(folder, "build", "--no-restore", "-t:Rebuild", "-o", "silenced", property);
        Assert.True(code == 0, text);
        (code, text) = await DotnetAsync(folder, Path.Combine("silenced", "Shop.dll"));
        Assert.True(code == 0, text);
        Assert.Contains("Rejected -> KG0001: 'no topic' is no legal Kafka topic name", text, StringComparison.Ordinal);
    }

    private static string CreateProject()
    {
        string folder = Directory.CreateDirectory(Path.Combine(s_libraries, "builds", Guid.NewGuid().ToString("N"))).FullName;
        string references = string.Join("\n", s_referenced
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

    private static async Task<(int Code, string Text)> DotnetAsync(string folder, params string[] arguments)
    {
        bool isBuild = arguments[0] == "build";
        string[] settings = isBuild ? ["-nodeReuse:false", "-p:UseSharedCompilation=false", "-v:quiet", "-nologo"] : [];
        var start = new ProcessStartInfo("dotnet", [.. arguments, .. settings])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["MSBUILDTERMINALLOGGER"] = "off";
        using Process process = Process.Start(start)!;
        var text = new StringBuilder();
        DataReceivedEventHandler keep = (_, line) =>
        {
            lock (text)
            {
                text.AppendLine(line.Data);
            }
        };
        process.OutputDataReceived += keep;
        process.ErrorDataReceived += keep;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        try
        {
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        return (process.ExitCode, text.ToString());
    }
}
