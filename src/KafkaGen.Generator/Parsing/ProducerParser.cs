using KafkaGen.Generator.Diagnostics;
using KafkaGen.Generator.Model;
using Microsoft.CodeAnalysis;

namespace KafkaGen.Generator.Parsing;

/// <summary>Reads an interface with <c>[KafkaProducer]</c>.</summary>
internal static class ProducerParser
{
    public static (ParsedProducer Parsed, IReadOnlyList<Finding> Findings) Parse(
        INamedTypeSymbol type, Compilation compilation, CancellationToken cancellationToken)
    {
        var findings = new Findings(compilation, type.Locations.FirstOrDefault() ?? Location.None);
        ContractParser.CheckLanguage(type, findings);
        var methods = new List<ProducerMethodSpec>();
        if (Fault(type, findings) is { } fault)
        {
            findings.Add(ContractDiagnostics.ProducerInterface, findings.Contract, type.Display(), fault);
        }
        else
        {
            // What an interface inherits must be implemented too.
            foreach (ISymbol member in type.AllInterfaces.Add(type).SelectMany(level => level.GetMembers()).Where(member => member.IsAbstract))
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (ParseMember(member, findings) is { } method)
                {
                    methods.Add(method);
                }
            }
        }

        string name = type.Reflection();
        Finding[] errors = [.. findings.Errors];
        bool isRight = errors.Length == 0 && !findings.IsUnresolved;
        IEnumerable<RejectionSpec> rejections = findings.IsUnresolved
            ? []
            : errors.Select(error => new RejectionSpec(name, error.Descriptor.Id, error.Text));
        ProducerSpec? producer = isRight
            ? new ProducerSpec(name, type.Global(), GeneratedNames.Mangle(type), methods.ToEquatableArray())
            : null;
        return (new ParsedProducer(name, producer, rejections.ToEquatableArray()), findings.All);
    }

    private static string? Fault(INamedTypeSymbol type, Findings findings)
    {
        for (INamedTypeSymbol? level = type; level is not null; level = level.ContainingType)
        {
            if (level.TypeParameters.Length > 0)
            {
                return "it is generic or lies in a generic type";
            }

            if (level.IsFileLocal)
            {
                return "it is local to its file";
            }
        }

        return findings.CanSee(type) ? null : "generated code cannot see it; make it internal or public";
    }

    private static ProducerMethodSpec? ParseMember(ISymbol member, Findings findings)
    {
        // The accessors of a property or event come with it.
        if (member is IMethodSymbol { AssociatedSymbol: not null })
        {
            return null;
        }

        Location place = findings.PlaceOf(member, findings.Contract);
        if (member is not IMethodSymbol { MethodKind: MethodKind.Ordinary } method)
        {
            return Refuse(member, "it is no method", place, findings);
        }

        if (method.IsStatic || method.IsGenericMethod || method.ReturnsByRef || method.Parameters.Any(parameter => parameter.RefKind != RefKind.None))
        {
            return Refuse(member, "it is static or generic, or passes something by reference", place, findings);
        }

        if (method.ReturnType.TypeKind == TypeKind.Error || method.Parameters.Any(parameter => parameter.Type.TypeKind == TypeKind.Error))
        {
            findings.MarkUnresolved();
            return null;
        }

        if (ResultOf(method.ReturnType) is not { } result)
        {
            return Refuse(member, "it returns neither ValueTask<RecordMetadata>, nor Task<RecordMetadata>, nor ValueTask", place, findings);
        }

        ProducerParameterSpec[] parameters =
            [.. method.Parameters.Select(parameter => new ProducerParameterSpec(parameter.Type.Global(), parameter.Name, RoleOf(parameter)))];
        IParameterSymbol[] messages = [.. method.Parameters.Where(parameter => RoleOf(parameter) == ProducerRole.Message)];
        if (messages.Length != 1)
        {
            string fault = messages.Length == 0
                ? "it has no parameter for the record"
                : $"'{messages[0].Name}' and '{messages[1].Name}' would both be the record; put [PartitionKey] or [KafkaHeader] on the others";
            return Refuse(member, fault, place, findings);
        }

        if (parameters.Count(parameter => parameter.Role == ProducerRole.CancellationToken) > 1
            || parameters.Count(parameter => parameter.Role == ProducerRole.Options) > 1)
        {
            return Refuse(member, "it has two CancellationToken or ProduceOptions parameters", place, findings);
        }

        if (ContractPresence.Fault(messages[0].Type, findings.Compilation) is { } missing)
        {
            return Refuse(member, missing, place, findings);
        }

        return TopicOf(method, place, findings, out string? topic) ? ParseMethod(method, result, parameters, messages[0], topic, findings) : null;
    }

    private static ProducerMethodSpec ParseMethod(
        IMethodSymbol method,
        ProducerResult result,
        ProducerParameterSpec[] parameters,
        IParameterSymbol message,
        string? topic,
        Findings findings)
    {
        AnnotatedMember[] arguments = method.Parameters
            .Where(parameter => RoleOf(parameter) == ProducerRole.Part)
            .Select(parameter => new AnnotatedMember(
                parameter,
                parameter.Type,
                new MemberAccess(ArgumentName(parameter.Ordinal), null),
                parameter.GetAttributes(),
                findings.PlaceOf(parameter, findings.Contract)))
            .ToArray();
        AnnotatedMember[] key = arguments.Where(argument => argument.Has(KafkaAttributes.Key)).OrderBy(argument => argument.KeyOrder).ToArray();
        return new ProducerMethodSpec(
            method.ContainingType.Global(),
            TypeNames.Escape(method.Name),
            result,
            parameters.ToEquatableArray(),
            message.Type.Global(),
            message.Type.IsReferenceType,
            topic,
            KeyParser.ParseMembers(key, findings),
            HeaderParser.ParseMembers(arguments, findings).ToEquatableArray(),
            HeaderSetParser.Parse(arguments.Where(argument => argument.Has(KafkaAttributes.Headers)).ToArray(), findings));
    }

    /// <summary>The field in which a call carries an argument.</summary>
    public static string ArgumentName(int parameter) =>
        "Argument" + parameter.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static bool TopicOf(IMethodSymbol method, Location place, Findings findings, out string? topic)
    {
        topic = null;
        AttributeData[] attributes = method.GetAttributes().Where(attribute => attribute.IsKafka(KafkaAttributes.Topic)).ToArray();
        if (attributes.Length == 0)
        {
            return true;
        }

        if (attributes.Length > 1 || attributes[0].NamedArguments.Length > 0)
        {
            Refuse(method, "[KafkaTopic] on a method names one topic and nothing else; what else there is to say stands at the record's type", place, findings);
            return false;
        }

        if (attributes[0].ConstructorArguments is not [{ Kind: TypedConstantKind.Primitive, Value: var declared }])
        {
            findings.MarkUnresolved();
            return false;
        }

        topic = AssemblyDefaults.Of(method.ContainingAssembly).TopicPrefix + (declared as string ?? string.Empty);
        if (TopicName.Fault(topic) is { } fault)
        {
            findings.Add(ContractDiagnostics.IllegalTopic, findings.PlaceOf(attributes[0], place), topic, fault);
            return false;
        }

        return true;
    }

    private static ProducerMethodSpec? Refuse(ISymbol member, string fault, Location place, Findings findings)
    {
        findings.Add(ContractDiagnostics.ProducerInterface, place, $"{member.ContainingType.Display()}.{member.Name}", fault);
        return null;
    }

    /// <summary>What a parameter of a produce method is.</summary>
    public static ProducerRole RoleOf(IParameterSymbol parameter)
    {
        if (parameter.Type.Is("System.Threading", "CancellationToken"))
        {
            return ProducerRole.CancellationToken;
        }

        if (parameter.Type.Is("KafkaGen", "ProduceOptions"))
        {
            return ProducerRole.Options;
        }

        return parameter.GetAttributes().Any(KafkaAttributes.IsOnMember) ? ProducerRole.Part : ProducerRole.Message;
    }

    private static ProducerResult? ResultOf(ITypeSymbol type)
    {
        const string Tasks = "System.Threading.Tasks";
        if (type.Is(Tasks, "ValueTask"))
        {
            return ProducerResult.ValueTask;
        }

        if (type is not INamedTypeSymbol { TypeArguments: [var result] } || !result.Is("KafkaGen", "RecordMetadata"))
        {
            return null;
        }

        return type.Is(Tasks, "ValueTask`1")
            ? ProducerResult.MetadataValueTask
            : type.Is(Tasks, "Task`1") ? ProducerResult.MetadataTask : null;
    }
}
