using System.Reflection;
using KafkaGen.Generator.Model;

namespace KafkaGen.Generator.Tests.Incremental;

/// <summary>The model is what the driver compares: a symbol in it would keep compilations alive and never be equal.</summary>
public sealed class ModelTests
{
    // What an enum holds is a number.
    private static readonly Type[] s_models =
        [.. typeof(ContractSpec).Assembly.GetTypes().Where(type => type.Namespace == typeof(ContractSpec).Namespace && !type.IsNested && !type.IsEnum)];

    private static IEnumerable<(string Name, FieldInfo Field)> Fields =>
        from model in s_models
        from held in model.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
        select ($"{model.Name}.{held.Name}", held);

    [Fact]
    public void No_model_type_holds_anything_of_Roslyns()
    {
        Assert.NotEmpty(Fields);
        Assert.Empty(Fields
            .Where(field => Mentioned(field.Field.FieldType)
                .Any(type => type.Namespace?.StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal) == true))
            .Select(field => field.Name));
    }

    [Fact]
    public void Every_model_type_is_immutable()
    {
        Assert.NotEmpty(Fields);
        Assert.Empty(Fields.Where(field => !field.Field.IsInitOnly).Select(field => field.Name));
    }

    [Fact]
    public void Lists_of_the_model_are_compared_by_their_items()
    {
        int[] items = [1, 2];
        Assert.Equal(items.ToEquatableArray(), new[] { 1, 2 }.ToEquatableArray());
        Assert.NotEqual(items.ToEquatableArray(), new[] { 2, 1 }.ToEquatableArray());
        Assert.Equal(default, Array.Empty<int>().ToEquatableArray());
        Assert.Equal(items.ToEquatableArray().GetHashCode(), new[] { 1, 2 }.ToEquatableArray().GetHashCode());
    }

    private static IEnumerable<Type> Mentioned(Type type) =>
        type.GetGenericArguments().SelectMany(Mentioned).Append(type.HasElementType ? type.GetElementType()! : type);
}
