using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using Microsoft.CodeAnalysis;

namespace KafkaGen.Generator.Parsing;

/// <summary>
/// Finds members with <c>[JsonInclude]</c> that the compiler does not import from another assembly because they are not public. System.Text.Json
/// writes them, so they must not be left out in silence.
/// </summary>
internal static class HiddenIncludes
{
    private const string Namespace = "System.Text.Json.Serialization";

    /// <summary>The name of such a member that a type declares; <see langword="null"/> where it has none.</summary>
    public static string? Find(INamedTypeSymbol type)
    {
        if (type.IsPlatform() || type.ContainingModule?.GetMetadata() is not { } module)
        {
            return null;
        }

        if (MetadataTokens.EntityHandle(type.OriginalDefinition.MetadataToken) is not { IsNil: false, Kind: HandleKind.TypeDefinition } handle)
        {
            return null;
        }

        MetadataReader reader = module.GetMetadataReader();
        TypeDefinition definition = reader.GetTypeDefinition((TypeDefinitionHandle)handle);
        foreach (FieldDefinitionHandle fieldHandle in definition.GetFields())
        {
            FieldDefinition field = reader.GetFieldDefinition(fieldHandle);
            string name = reader.GetString(field.Name);
            if (IsIncluded(reader, field.GetCustomAttributes()) && type.GetMembers(name).IsEmpty)
            {
                return name;
            }
        }

        foreach (PropertyDefinitionHandle propertyHandle in definition.GetProperties())
        {
            PropertyDefinition property = reader.GetPropertyDefinition(propertyHandle);
            string name = reader.GetString(property.Name);
            bool isSeen = type.GetMembers(name).OfType<IPropertySymbol>().Any(seen => seen.GetMethod is not null || property.GetAccessors().Getter.IsNil);
            if (!isSeen && IsIncluded(reader, property.GetCustomAttributes()))
            {
                return name;
            }
        }

        return null;
    }

    // With [JsonIgnore] as well, and no condition in sight, it may be written or not: only what is surely ignored is.
    private static bool IsIncluded(MetadataReader reader, CustomAttributeHandleCollection attributes)
    {
        bool isIncluded = false;
        foreach (CustomAttributeHandle handle in attributes)
        {
            CustomAttribute attribute = reader.GetCustomAttribute(handle);
            isIncluded |= Is(reader, attribute, "JsonIncludeAttribute");
            if (Is(reader, attribute, "JsonIgnoreAttribute") && HasNoArguments(reader, attribute))
            {
                return false;
            }
        }

        return isIncluded;
    }

    // A prolog of two bytes, and the number of named arguments in the next two.
    private static bool HasNoArguments(MetadataReader reader, CustomAttribute attribute)
    {
        BlobReader blob = reader.GetBlobReader(attribute.Value);
        blob.ReadUInt16();
        return blob.ReadUInt16() == 0;
    }

    private static bool Is(MetadataReader reader, CustomAttribute attribute, string name)
    {
        if (attribute.Constructor.Kind != HandleKind.MemberReference)
        {
            return false;
        }

        EntityHandle parent = reader.GetMemberReference((MemberReferenceHandle)attribute.Constructor).Parent;
        if (parent.Kind != HandleKind.TypeReference)
        {
            return false;
        }

        TypeReference type = reader.GetTypeReference((TypeReferenceHandle)parent);
        return reader.StringComparer.Equals(type.Name, name) && reader.StringComparer.Equals(type.Namespace, Namespace);
    }
}
