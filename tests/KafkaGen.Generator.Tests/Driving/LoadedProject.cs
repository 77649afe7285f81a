using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using KafkaGen.Contracts;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;

namespace KafkaGen.Generator.Tests.Driving;

/// <summary>Compiled projects of a test, loaded beside each other.</summary>
internal sealed class LoadedProject
{
    private readonly Assembly _assembly;

    private readonly AssemblyLoadContext _context;

    private LoadedProject(Assembly assembly, AssemblyLoadContext context)
    {
        _assembly = assembly;
        _context = context;
    }

    /// <summary>Loads projects; the last is the one that is asked.</summary>
    public static LoadedProject Of(params GeneratorRun[] runs)
    {
        var context = new AssemblyLoadContext("test", isCollectible: false);
        Assembly? last = null;
        foreach (GeneratorRun run in runs)
        {
            last = context.LoadFromStream(new MemoryStream(Emit(run.Compilation)));
        }

        RuntimeHelpers.RunModuleConstructor(last!.ManifestModule.ModuleHandle);
        return new LoadedProject(last, context);
    }

    public static byte[] Emit(CSharpCompilation compilation)
    {
        using var stream = new MemoryStream();
        EmitResult result = compilation.Emit(stream, cancellationToken: TestContext.Current.CancellationToken);
        Assert.True(result.Success, string.Join('\n', result.Diagnostics));
        return stream.ToArray();
    }

    /// <summary>The messages that the source's <c>Sample.Create()</c> makes.</summary>
    public IReadOnlyList<object> Samples()
    {
        object made = _assembly.GetType("Sample", throwOnError: true)!.GetMethod("Create")!.Invoke(null, null)!;
        return made is object[] several ? several : [made];
    }

    /// <summary>Writes the key that the source's <c>Sample.Key()</c> makes, by the contract whose key has exactly that type.</summary>
    public byte[]? EncodeKey(string typeName)
    {
        object key = _assembly.GetType("Sample", throwOnError: true)!.GetMethod("Key")!.Invoke(null, null)!;
        var encoder = new KeyEncoder(key);
        Contract(typeName).AcceptKeyed(encoder);
        Assert.Equal(key.GetType(), encoder.KeyType);
        return encoder.Key;
    }

    public KafkaContract Contract(string typeName) =>
        Contracts.Last(contract => contract.MessageType.FullName == typeName);

    // The registry is the process's: tests that run at the same time register types of the same names.
    private IEnumerable<KafkaContract> Contracts =>
        ContractRegistry.Contracts.Where(contract => AssemblyLoadContext.GetLoadContext(contract.GetType().Assembly) == _context);

    /// <summary>Encodes the one message that the source makes.</summary>
    public WrittenRecord Encode() => Encode(Samples().Single());

    public WrittenRecord Encode(object message)
    {
        KafkaContract contract = Contracts.Last(contract => contract.MessageType == message.GetType());
        var encoder = new Encoder(message);
        contract.Accept(encoder);
        return encoder.Record!;
    }

    private sealed class KeyEncoder(object key) : IKeyedContractVisitor
    {
        public Type? KeyType { get; private set; }

        public byte[]? Key { get; private set; }

        public void Visit<TKey, T>(KafkaContract<TKey, T> contract)
            where TKey : notnull
        {
            KeyType = typeof(TKey);
            var bound = (KafkaContract<TKey, T>)contract.Bind(new ContractSerializers(), contract.Topic);
            var buffer = new RecordBuffer();
            Key = bound.WriteKey((TKey)key, buffer) ? buffer.Value.ToArray() : null;
        }
    }

    private sealed class Encoder(object message) : IContractVisitor
    {
        public WrittenRecord? Record { get; private set; }

        public void Visit<T>(KafkaContract<T> contract)
        {
            var buffer = new RecordBuffer();
            contract.Bind(new ContractSerializers(), contract.Topic).Encode((T)message, buffer);
            Record = WrittenRecord.Of(buffer);
        }
    }
}
