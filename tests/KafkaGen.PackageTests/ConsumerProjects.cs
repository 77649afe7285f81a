using KafkaGen.TestKit.Running;

namespace KafkaGen.PackageTests;

/// <summary>Small projects that use the packages as users do, outside of this repository's own rules.</summary>
internal static class ConsumerProjects
{
    private static readonly string s_folder = Path.Combine(Repository.Artifacts, "consumers");
    private static readonly string s_packages = Path.Combine(Repository.Artifacts, "restored");

    /// <summary>Copies them to where no file of this repository reaches them, and builds all of them at once.</summary>
    public static async Task BuildAsync(string version)
    {
        DeleteOldPackages();
        string source = Path.Combine(Repository.ProjectFolder, "Consumers");
        if (Directory.Exists(s_folder))
        {
            Directory.Delete(s_folder, recursive: true);
        }

        foreach (string file in Directory.GetFiles(source, "*", SearchOption.AllDirectories))
        {
            string copy = Path.Combine(s_folder, Path.GetRelativePath(source, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        string solution = Path.Combine(s_folder, "Consumers.slnx");
        IEnumerable<string> projects = Directory.GetFiles(s_folder, "*.csproj", SearchOption.AllDirectories).Select(file => $"  <Project Path=\"{Path.GetRelativePath(s_folder, file)}\" />");
        File.WriteAllText(solution, $"<Solution>\n{string.Join('\n', projects)}\n</Solution>\n");
        string shared = await GlobalPackagesAsync();
        ProgramRun build = await DotNet.RunAsync(
            Repository.Artifacts,
            [
                "build",
                solution,
                "-v",
                "quiet",
                "--nologo",
                $"-p:KafkaGenVersion={version}",
                $"-p:UseSystemLibrdkafka={Repository.UsesSystemLibrdkafka}",
                $"-p:RestoreAdditionalProjectSources={Packages.Feed}",
                $"-p:RestorePackagesPath={s_packages}",
                $"-p:RestoreFallbackFolders={shared}",
            ]);
        Assert.DoesNotContain("warning", build.Succeeded().Output, StringComparison.Ordinal);
    }

    /// <summary>Builds one again with another property, to see it refused.</summary>
    public static Task<ProgramRun> RebuildAsync(string name, string version, string property) => DotNet.RunAsync(
        Repository.Artifacts,
        ["build", Path.Combine(s_folder, name), "--no-restore", "--no-dependencies", "-v", "quiet", "--nologo", $"-p:KafkaGenVersion={version}", "-p:" + property]);

    public static Task<ProgramRun> RunAsync(string name) => DotNet.RunAsync(Repository.Artifacts, [Path.Combine(OutputOf(name), name + ".dll")]);

    public static string OutputOf(string name) => Directory.GetDirectories(Path.Combine(s_folder, name, "bin", "Debug")).Single();

    // What was restored from earlier runs' feeds is of no use any more.
    private static void DeleteOldPackages()
    {
        if (Directory.Exists(s_packages))
        {
            foreach (string folder in Directory.GetDirectories(s_packages, "kafkagen*"))
            {
                Directory.Delete(folder, recursive: true);
            }
        }
    }

    // Everything but KafkaGen is there already, from building this repository.
    private static async Task<string> GlobalPackagesAsync()
    {
        ProgramRun locals = await DotNet.RunAsync(
            Repository.Artifacts, ["nuget", "locals", "global-packages", "--list", "--force-english-output"]);
        return locals.Succeeded().Output.Split(": ", 2)[1].Trim();
    }
}
