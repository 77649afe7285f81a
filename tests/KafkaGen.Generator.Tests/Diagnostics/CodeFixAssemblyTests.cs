using System.Collections.Immutable;
using System.Reflection;
using KafkaGen.CodeFixes;
using KafkaGen.Generator.Analyzers;
using KafkaGen.Generator.Diagnostics;
using Microsoft.CodeAnalysis.CodeFixes;

namespace KafkaGen.Generator.Tests.Diagnostics;

/// <summary>What the hosts of analyzers and fixes ask for.</summary>
public sealed class CodeFixAssemblyTests
{
    [Fact]
    public void Compiler_can_load_the_analyzers_without_workspaces() => Assert.DoesNotContain(
        typeof(ContractAnalyzer).Assembly.GetReferencedAssemblies(),
        name => name.Name!.Contains("Workspaces", StringComparison.Ordinal));

    [Fact]
    public void Fixes_bind_to_no_version_of_the_composition_library() => Assert.DoesNotContain(
        typeof(AwaitFix).Assembly.GetReferencedAssemblies(),
        name => name.Name!.StartsWith("System.Composition", StringComparison.Ordinal));

    [Fact]
    public void Every_fix_is_exported_and_fixes_a_diagnostic_that_exists()
    {
        ImmutableArray<Type> fixes = [.. typeof(AwaitFix).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(CodeFixProvider)) && !type.IsAbstract)];
        Assert.NotEmpty(fixes);
        Assert.All(fixes, type =>
        {
            Assert.NotNull(type.GetCustomAttribute<ExportCodeFixProviderAttribute>());
            var fix = (CodeFixProvider)Activator.CreateInstance(type)!;
            Assert.NotNull(fix.GetFixAllProvider());
            Assert.Contains(fix.FixableDiagnosticIds, id => AllDiagnostics.Descriptors.Any(descriptor => descriptor.Id == id));
        });
    }
}
