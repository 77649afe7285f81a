using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace KafkaGen.Generator.Parsing;

/// <summary>The names in the declarations of one file. What a type depends on in another file is reached by a name that its own file mentions.</summary>
internal sealed class FileNames
{
    private static readonly ConditionalWeakTable<SyntaxTree, FileNames> s_known = new();

    private FileNames(SyntaxNode root)
    {
        foreach (SyntaxNodeOrToken item in root.DescendantNodesAndTokens(IsDeclaration))
        {
            if (item.IsToken)
            {
                if (item.IsKind(SyntaxKind.IdentifierToken))
                {
                    Mentioned.Add(item.AsToken().ValueText);
                }
            }
            else
            {
                Declare(item.AsNode()!);
            }
        }
    }

    /// <summary>The types that the file declares, and the constants, which attributes may be given.</summary>
    public HashSet<string> Declared { get; } = new(StringComparer.Ordinal);

    /// <summary>Everything that is named outside of bodies, what the file declares included.</summary>
    public HashSet<string> Mentioned { get; } = new(StringComparer.Ordinal);

    /// <summary>The namespaces that it adds to.</summary>
    public HashSet<string> Namespaces { get; } = new(StringComparer.Ordinal);

    /// <summary>Whether it has attributes of the assembly, which may concern every contract.</summary>
    public bool HasAssemblyAttributes { get; private set; }

    /// <summary>Whether it changes what names mean in every file.</summary>
    public bool HasGlobalUsings { get; private set; }

    public static FileNames Of(SyntaxTree file) => s_known.GetValue(file, static tree => new FileNames(tree.GetRoot()));

    private static bool IsDeclaration(SyntaxNode node) => node is not (BlockSyntax or ArrowExpressionClauseSyntax or GlobalStatementSyntax);

    private void Declare(SyntaxNode node)
    {
        switch (node)
        {
            case BaseTypeDeclarationSyntax type:
                DeclareType(type.Identifier.ValueText);
                break;
            case DelegateDeclarationSyntax type:
                DeclareType(type.Identifier.ValueText);
                break;
            case EnumMemberDeclarationSyntax member:
                Declared.Add(member.Identifier.ValueText);
                break;
            case FieldDeclarationSyntax field when field.Modifiers.Any(SyntaxKind.ConstKeyword):
                Declared.UnionWith(field.Declaration.Variables.Select(constant => constant.Identifier.ValueText));
                break;
            case BaseNamespaceDeclarationSyntax space:
                Namespaces.Add(
                    string.Join(".", space.AncestorsAndSelf().OfType<BaseNamespaceDeclarationSyntax>().Reverse().Select(level => level.Name.ToString())));
                break;
            case UsingDirectiveSyntax { GlobalKeyword.RawKind: (int)SyntaxKind.GlobalKeyword } global:
                HasGlobalUsings = true;
                if (global.Alias is { } alias)
                {
                    DeclareType(alias.Name.Identifier.ValueText);
                }

                break;
            case AttributeListSyntax { Parent: CompilationUnitSyntax }:
                HasAssemblyAttributes = true;
                break;
        }
    }

    private void DeclareType(string name)
    {
        Declared.Add(name);
        Declared.Add(KafkaAttributes.ShortName(name));
    }
}
