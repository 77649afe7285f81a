using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;

namespace KafkaGen.PackageTests;

/// <summary>An assembly's public API as lines of text: one for a type, one for each member, in a fixed sequence.</summary>
internal static class PublicApi
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    public static IEnumerable<string> Of(Assembly assembly)
    {
        foreach (Type type in assembly.GetExportedTypes().OrderBy(type => type.FullName, StringComparer.Ordinal))
        {
            yield return Declaration(type);
            foreach (string member in Members(type).Order(StringComparer.Ordinal))
            {
                yield return "    " + member;
            }
        }
    }

    private static string Declaration(Type type)
    {
        var text = new StringBuilder();
        text.Append(type switch
        {
            { IsEnum: true } => "enum ",
            { IsInterface: true } => "interface ",
            { IsValueType: true } => IsReadOnly(type) ? "readonly struct " : type.IsByRefLike ? "ref struct " : "struct ",
            _ when typeof(Delegate).IsAssignableFrom(type) => "delegate ",
            { IsAbstract: true, IsSealed: true } => "static class ",
            { IsAbstract: true } => "abstract class ",
            { IsSealed: true } => "sealed class ",
            _ => "class ",
        });
        text.Append(type.Namespace).Append('.').Append(ApiTypeName.OfDeclared(type));
        IEnumerable<Type> bases = type.IsEnum
            ? [type.GetEnumUnderlyingType()]
            : [.. type.BaseType is { } parent && parent != typeof(object) && parent != typeof(ValueType) ? [parent] : Type.EmptyTypes, .. Interfaces(type)];
        if (bases.Any())
        {
            text.Append(" : ").AppendJoin(", ", bases.Select(ApiTypeName.Of));
        }

        return text.Append(ApiTypeName.Constraints(type.GetGenericArguments())).ToString();
    }

    private static IEnumerable<Type> Interfaces(Type type) =>
        type.GetInterfaces().Where(contract => contract.IsPublic).OrderBy(ApiTypeName.Of, StringComparer.Ordinal);

    private static IEnumerable<string> Members(Type type) => type.IsEnum
        ? type.GetFields(BindingFlags.Public | BindingFlags.Static)
            .Select(field => string.Create(CultureInfo.InvariantCulture, $"{field.Name} = {Convert.ToInt64(field.GetRawConstantValue(), CultureInfo.InvariantCulture)}"))
        : [
            .. type.GetConstructors(Declared).Where(IsVisible).Select(constructor => $"{Access(constructor)}{type.Name.Split('`')[0]}({Parameters(constructor)})"),
            .. type.GetMethods(Declared).Where(method => IsVisible(method) && !IsAccessor(method)).Select(Method),
            .. type.GetProperties(Declared).Where(property => property.GetAccessors(nonPublic: true).Any(IsVisible)).Select(Property),
            .. type.GetEvents(Declared).Where(member => IsVisible(member.AddMethod!)).Select(member => $"event {ApiTypeName.Of(member)} {member.Name}"),
            .. type.GetFields(Declared).Where(field => field.IsPublic || field.IsFamily).Select(Field),
        ];

    private static string Method(MethodInfo method) =>
        $"{Access(method)}{Modifiers(method)}{ApiTypeName.Of(method.ReturnParameter)} {method.Name}{ApiTypeName.Arguments(method.GetGenericArguments())}" +
        $"({Parameters(method)}){ApiTypeName.Constraints(method.GetGenericArguments())}";

    private static string Property(PropertyInfo property)
    {
        MethodInfo any = property.GetAccessors(nonPublic: true).First(IsVisible);
        string accessors = property.GetMethod is { } getter && IsVisible(getter) ? "get; " : "";
        if (property.SetMethod is { } setter && IsVisible(setter))
        {
            accessors += setter.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)) ? "init; " : Access(setter) + "set; ";
        }

        string required = property.IsDefined(typeof(RequiredMemberAttribute)) ? "required " : "";
        string index = property.GetIndexParameters() is { Length: > 0 } parameters ? $"[{string.Join(", ", parameters.Select(Parameter))}]" : "";
        return $"{Access(any)}{required}{Modifiers(any)}{ApiTypeName.Of(property)} {property.Name}{index} {{ {accessors}}}";
    }

    private static string Field(FieldInfo field) =>
        $"{(field.IsLiteral ? "const " : field.IsStatic ? "static " : "")}{(field.IsInitOnly ? "readonly " : "")}{ApiTypeName.Of(field)} {field.Name}" +
        (field.IsLiteral ? " = " + Literal(field.GetRawConstantValue()) : "");

    private static string Parameters(MethodBase method) =>
        (method.IsDefined(typeof(ExtensionAttribute)) ? "this " : "") + string.Join(", ", method.GetParameters().Select(Parameter));

    private static string Parameter(ParameterInfo parameter)
    {
        string passing = parameter.ParameterType.IsByRef ? parameter.IsOut ? "out " : parameter.IsIn ? "in " : "ref " : "";
        string many = parameter.IsDefined(typeof(ParamArrayAttribute)) ? "params " : "";
        string value = parameter.HasDefaultValue ? " = " + Literal(parameter.RawDefaultValue) : "";
        return $"{many}{passing}{ApiTypeName.Of(parameter)} {parameter.Name}{value}";
    }

    private static string Literal(object? value) => value switch
    {
        null => "default",
        string text => $"\"{text}\"",
        bool flag => flag ? "true" : "false",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString()!,
    };

    private static string Modifiers(MethodInfo method) => method switch
    {
        { IsStatic: true, IsAbstract: true } => "static abstract ",
        { IsStatic: true } => "static ",
        _ when method.DeclaringType!.IsInterface => method.IsAbstract ? "" : "virtual ",
        { IsAbstract: true } => "abstract ",
        { IsVirtual: true } when method.GetBaseDefinition() != method => "override ",
        { IsVirtual: true, IsFinal: false } => "virtual ",
        _ => "",
    };

    private static string Access(MethodBase method) => method.IsFamily || method.IsFamilyOrAssembly ? "protected " : "";

    private static bool IsVisible(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    // Also the compiler's own: '<Clone>$' of records has no name that code can call.
    private static bool IsAccessor(MethodInfo method) =>
        method.Name.Contains('<', StringComparison.Ordinal) || (method.IsSpecialName && !method.Name.StartsWith("op_", StringComparison.Ordinal));

    private static bool IsReadOnly(Type type) => type.IsDefined(typeof(IsReadOnlyAttribute));
}
