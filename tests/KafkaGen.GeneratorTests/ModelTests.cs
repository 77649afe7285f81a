using System.Reflection;
using KafkaGen.Generator.Model;

namespace KafkaGen.GeneratorTests;

/// <summary>The model is what the driver compares: a symbol in it would keep compilations alive and never be equal.</summary>
public sealed class ModelTests
{
    public static TheoryData<Type> ModelTypes =>
        [.. typeof(ContractSpec).Assembly.GetTypes().Where(type => type.Namespace == typeof(ContractSpec).Namespace && !type.IsNested)];

    [Theory]
    [MemberData(nameof(ModelTypes))]
    public void No_model_type_holds_anything_of_Roslyns(Type model)
    {
        foreach (FieldInfo field in model.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic))
        {
            Assert.All(Mentioned(field.FieldType), type =>
                Assert.False(
                    type.Namespace?.StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal) ?? false,
                    $"{model.Name}.{field.Name} is of type {type}"));
        }
    }

    [Theory]
    [MemberData(nameof(ModelTypes))]
    public void Every_model_type_is_immutable(Type model) => Assert.All(
        model.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic).Where(_ => !model.IsEnum),
        field => Assert.True(field.IsInitOnly, $"{model.Name}.{field.Name} can be set"));

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
