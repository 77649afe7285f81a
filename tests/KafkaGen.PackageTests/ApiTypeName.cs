using System.Reflection;

namespace KafkaGen.PackageTests;

/// <summary>Types as C# writes them, with their nullability where the member tells it.</summary>
internal static class ApiTypeName
{
    private static readonly NullabilityInfoContext s_nullability = new();
    private static readonly Dictionary<Type, string> s_keywords = new()
    {
        [typeof(void)] = "void",
        [typeof(object)] = "object",
        [typeof(string)] = "string",
        [typeof(bool)] = "bool",
        [typeof(char)] = "char",
        [typeof(byte)] = "byte",
        [typeof(sbyte)] = "sbyte",
        [typeof(short)] = "short",
        [typeof(ushort)] = "ushort",
        [typeof(int)] = "int",
        [typeof(uint)] = "uint",
        [typeof(long)] = "long",
        [typeof(ulong)] = "ulong",
        [typeof(float)] = "float",
        [typeof(double)] = "double",
        [typeof(decimal)] = "decimal",
        [typeof(nint)] = "nint",
        [typeof(nuint)] = "nuint",
    };

    public static string Of(ParameterInfo parameter) => Of(parameter.ParameterType, Nullability(() => s_nullability.Create(parameter)));

    public static string Of(PropertyInfo property) => Of(property.PropertyType, Nullability(() => s_nullability.Create(property)));

    public static string Of(FieldInfo field) => Of(field.FieldType, Nullability(() => s_nullability.Create(field)));

    public static string Of(EventInfo member) => Of(member.EventHandlerType!, Nullability(() => s_nullability.Create(member)));

    public static string Of(Type type) => Of(type, null);

    /// <summary>The type as it is declared: with the types around it and with its own parameters.</summary>
    public static string OfDeclared(Type type) => type.IsGenericTypeDefinition
        ? Simple(type) + Arguments(type.GetGenericArguments())
        : Simple(type);

    public static string Arguments(Type[] parameters) => parameters.Length == 0 ? "" : $"<{string.Join(", ", parameters.Select(Variance))}>";

    public static string Constraints(Type[] parameters) => string.Concat(
        parameters.Where(parameter => parameter.IsGenericParameter).Select(parameter => (parameter.Name, Rules: Rules(parameter)))
            .Where(constraint => constraint.Rules.Count > 0)
            .Select(constraint => $" where {constraint.Name} : {string.Join(", ", constraint.Rules)}"));

    private static List<string> Rules(Type parameter)
    {
        GenericParameterAttributes attributes = parameter.GenericParameterAttributes;
        List<string> rules = [];
        if (attributes.HasFlag(GenericParameterAttributes.NotNullableValueTypeConstraint))
        {
            return ["struct"];
        }

        if (attributes.HasFlag(GenericParameterAttributes.ReferenceTypeConstraint))
        {
            rules.Add("class");
        }

        rules.AddRange(parameter.GetGenericParameterConstraints().Select(Of).Order(StringComparer.Ordinal));
        if (attributes.HasFlag(GenericParameterAttributes.DefaultConstructorConstraint))
        {
            rules.Add("new()");
        }

        return rules;
    }

    private static string Variance(Type parameter) => (parameter.GenericParameterAttributes & GenericParameterAttributes.VarianceMask) switch
    {
        GenericParameterAttributes.Covariant => "out ",
        GenericParameterAttributes.Contravariant => "in ",
        _ => "",
    } + parameter.Name;

    private static string Of(Type type, NullabilityInfo? nullability)
    {
        if (type.IsByRef)
        {
            return Of(type.GetElementType()!, nullability);
        }

        // What an unconstrained T may be is not told apart from T?.
        string mark = type is { IsValueType: false, IsGenericParameter: false } && nullability is { ReadState: NullabilityState.Nullable } ? "?" : "";
        if (type.IsArray)
        {
            return $"{Of(type.GetElementType()!, nullability?.ElementType)}[]{mark}";
        }

        if (type.IsPointer)
        {
            return Of(type.GetElementType()!) + "*";
        }

        if (Nullable.GetUnderlyingType(type) is { } value)
        {
            return Of(value) + "?";
        }

        if (!type.IsGenericType || s_keywords.ContainsKey(type))
        {
            return (s_keywords.TryGetValue(type, out string? keyword) ? keyword : Simple(type)) + mark;
        }

        NullabilityInfo[] inner = nullability?.GenericTypeArguments ?? [];
        IEnumerable<string> arguments = type.GetGenericArguments().Select((argument, index) => Of(argument, index < inner.Length ? inner[index] : null));
        return $"{Simple(type)}<{string.Join(", ", arguments)}>{mark}";
    }

    private static string Simple(Type type)
    {
        string name = type.Name.Split('`')[0];
        return type.IsNested && !type.IsGenericParameter ? $"{Simple(type.DeclaringType!)}.{name}" : name;
    }

    // The context cannot tell some members of the compiler's, such as those with by-reference generics.
    private static NullabilityInfo? Nullability(Func<NullabilityInfo> read)
    {
        try
        {
            return read();
        }
        catch (NotSupportedException)
        {
            return null;
        }
    }
}
