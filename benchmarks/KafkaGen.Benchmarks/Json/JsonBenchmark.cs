using System.Buffers;
using System.Text;
using System.Text.Json;
using KafkaGen.Contracts;

namespace KafkaGen.Benchmarks.Json;

/// <summary>Compares the ways to write one order as JSON. All write into memory that they reuse, and all write the same bytes.</summary>
internal static class JsonBenchmark
{
    private const int Orders = 1024;

    public static int Run(int rounds)
    {
        PurchaseOrder[] orders = PurchaseOrders.Make(Orders);
        var web = new JsonSerializerOptions(JsonSerializerDefaults.Web);
        KafkaContract<PurchaseOrder> contract = ContractRegistry.Get<PurchaseOrder>();

        var record = new RecordBuffer();
        var output = new ArrayBufferWriter<byte>(4096);
        var writer = new Utf8JsonWriter(output, new JsonWriterOptions { SkipValidation = true });

        (string Name, Action<PurchaseOrder> Write, Func<ReadOnlySpan<byte>> Written)[] ways =
        [
            ("KafkaGen: value", order => WriteValue(contract, record, order), () => record.Value),
            ("KafkaGen: whole record, key included", order => contract.Encode(in order, record), () => record.Value),
            ("Utf8JsonWriter by hand", order => WriteByHand(writer, output, order), () => output.WrittenSpan),
            ("System.Text.Json, generated fast path", order => WriteGenerated(writer, output, order), () => output.WrittenSpan),
            ("System.Text.Json, reflection", order => WriteReflected(writer, output, order, web), () => output.WrittenSpan),
        ];

        foreach (PurchaseOrder order in orders)
        {
            byte[] expected = JsonSerializer.SerializeToUtf8Bytes(order, web);
            foreach ((string name, Action<PurchaseOrder> write, Func<ReadOnlySpan<byte>> written) in ways)
            {
                write(order);
                if (!written().SequenceEqual(expected))
                {
                    Console.Error.WriteLine($"{name} differs: {Encoding.UTF8.GetString(written())} instead of {Encoding.UTF8.GetString(expected)}");
                    return 1;
                }
            }
        }

        Console.WriteLine($"{Orders} different orders of 3 lines, {orders.Average(order => JsonSerializer.SerializeToUtf8Bytes(order, web).Length):F0} bytes " +
            $"on average, the same bytes by all; {rounds} alternating rounds.");
        Race.Print(Race.Run([.. ways.Select(way => new Contender(way.Name, ForAll(orders, way.Write), Orders))], rounds), Console.Out);
        return 0;
    }

    private static Action ForAll(PurchaseOrder[] orders, Action<PurchaseOrder> write) => () =>
    {
        foreach (PurchaseOrder order in orders)
        {
            write(order);
        }
    };

    private static void WriteValue(KafkaContract<PurchaseOrder> contract, RecordBuffer record, PurchaseOrder order)
    {
        record.Clear();
        contract.WriteValue(in order, record);
    }

    private static void WriteByHand(Utf8JsonWriter writer, ArrayBufferWriter<byte> output, PurchaseOrder order)
    {
        Reset(writer, output);
        PurchaseOrderWriter.Write(writer, order);
        writer.Flush();
    }

    private static void WriteGenerated(Utf8JsonWriter writer, ArrayBufferWriter<byte> output, PurchaseOrder order)
    {
        Reset(writer, output);
        JsonSerializer.Serialize(writer, order, PurchaseOrderJsonContext.Default.PurchaseOrder);
    }

    private static void WriteReflected(Utf8JsonWriter writer, ArrayBufferWriter<byte> output, PurchaseOrder order, JsonSerializerOptions options)
    {
        Reset(writer, output);
        JsonSerializer.Serialize(writer, order, options);
    }

    private static void Reset(Utf8JsonWriter writer, ArrayBufferWriter<byte> output)
    {
        output.ResetWrittenCount();
        writer.Reset();
    }
}
