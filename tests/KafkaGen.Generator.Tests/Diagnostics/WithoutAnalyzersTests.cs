using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using KafkaGen.Contracts;
using KafkaGen.Generator.Diagnostics;
using KafkaGen.Generator.Tests.Driving;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace KafkaGen.Generator.Tests.Diagnostics;

/// <summary>What happens at run time to a contract with an error that no analyzer reported: they did not run, or it was silenced.</summary>
public sealed class WithoutAnalyzersTests
{
    // A contract or producer whose shape differs from its type's is well-formed; that the two differ is known to nobody at run time.
    private static readonly string[] s_onlyAnalyzersSee = ["KG0010", "KG0033"];

    public static TheoryData<string> Ids =>
    [
        .. AllDiagnostics.OfContracts
            .Where(descriptor => descriptor.DefaultSeverity == DiagnosticSeverity.Error && !s_onlyAnalyzersSee.Contains(descriptor.Id))
            .Select(descriptor => descriptor.Id)
            .Intersect(Examples.All.Keys),
    ];

    [Theory]
    [MemberData(nameof(Ids))]
    public void Contract_is_rejected_when_its_assembly_is_loaded_with_the_text_that_the_analyzer_has(string id)
    {
        CSharpCompilation compilation = Examples.All[id].Compile();
        string[] texts = [.. AnalyzerHost.Analyze(compilation).Where(found => found.Id == id).Select(found => $"{id}: {found.GetMessage()}")];
        Assert.NotEmpty(texts);
        int before = ContractRegistry.Rejections.Count;

        Load(compilation);

        IEnumerable<string> rejections = ContractRegistry.Rejections.Skip(before).Select(rejection => rejection.Message);
        Assert.All(texts, text => Assert.Contains(rejections, message => message.Contains(text, StringComparison.Ordinal)));
    }

    [Fact]
    public void Rejected_contract_throws_when_it_is_asked_for()
    {
        // A name of its own: every example's contract is named A, and the process keeps the rejections of all that were loaded.
        CSharpCompilation compilation = Examples.Of("[KafkaTopic(\"a b\")] public sealed record AskedFor(int Id);").Compile();
        Type message = Load(compilation).GetType("AskedFor", throwOnError: true)!;
        MethodInfo get = typeof(ContractRegistry).GetMethods()
            .Single(method => method.Name == nameof(ContractRegistry.Get) && method.GetGenericArguments().Length == 1)
            .MakeGenericMethod(message);
        KafkaContractException error = Assert.IsType<KafkaContractException>(Assert.Throws<TargetInvocationException>(() => get.Invoke(null, new object?[get.GetParameters().Length])).InnerException);
        Assert.Contains("KG0001", error.Message, StringComparison.Ordinal);
        Assert.Contains("'a b'", error.Message, StringComparison.Ordinal);
    }

    private static Assembly Load(CSharpCompilation compilation)
    {
        using var image = new MemoryStream();
        var result = compilation.Emit(image, cancellationToken: TestContext.Current.CancellationToken);
        Assert.True(result.Success, string.Join('\n', result.Diagnostics));
        image.Position = 0;
        Assembly assembly = new AssemblyLoadContext("test").LoadFromStream(image);
        RuntimeHelpers.RunModuleConstructor(assembly.ManifestModule.ModuleHandle);
        return assembly;
    }
}
