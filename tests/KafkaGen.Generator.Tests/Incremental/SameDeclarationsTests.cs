using KafkaGen.Generator.Parsing;
using KafkaGen.Generator.Tests.Driving;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace KafkaGen.Generator.Tests.Incremental;

/// <summary>Projects of an editor, which reference each other as compilations and are compared after each edit.</summary>
public sealed class SameDeclarationsTests
{
    private const int Layers = 20;

    [Fact]
    public void Projects_in_layers_are_looked_into_once_each()
    {
        CSharpCompilation before = Layered("public class Bottom { public int Answer() => 42; }");
        CSharpCompilation after = Layered("public class Bottom { public int Answer() => 43; }");
        var comparison = new SameDeclarations.Comparison();

        Assert.True(comparison.AreSame(before, after));
        Assert.Equal(Layers, comparison.Visits);
    }

    [Fact]
    public void Declaration_that_differs_is_found_at_the_bottom_of_all_layers() => Assert.False(SameDeclarations.Instance.Equals(
        Layered("public class Bottom { public int Answer() => 42; }"),
        Layered("public class Bottom { public long Answer() => 42; }")));

    // Each project references all below it: of the paths to the bottom there are half a million.
    private static CSharpCompilation Layered(string bottom)
    {
        CSharpCompilation? top = null;
        var below = new List<MetadataReference>(Referenced.ByContracts);
        for (int layer = 0; layer < Layers; layer++)
        {
            top = CSharpCompilation.Create(
                $"Layer{layer}",
                [CSharpSyntaxTree.ParseText(layer == 0 ? bottom : string.Empty, cancellationToken: TestContext.Current.CancellationToken)],
                below,
                new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
            below.Add(top.ToMetadataReference());
        }

        return top!;
    }
}
