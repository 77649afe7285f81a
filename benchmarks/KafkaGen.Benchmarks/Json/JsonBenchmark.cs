using System.Buffers;
using System.Text.Json;
using BenchmarkDotNet.Attributes;
using KafkaGen.Contracts;

namespace KafkaGen.Benchmarks.Json;

/// <summary>The ways to write one order as JSON. All write into memory that they reuse, and all write the same bytes.</summary>
public class JsonBenchmark
{
    private const int Orders = 1024;

    private readonly PurchaseOrder[] _orders = PurchaseOrders.Make(Orders);
    private readonly JsonSerializerOptions _web = new(JsonSerializerDefaults.Web);
    private readonly KafkaContract<PurchaseOrder> _contract = ContractRegistry.Get<PurchaseOrder>();
    private readonly RecordBuffer _record = new();
    private readonly ArrayBufferWriter<byte> _output = new(4096);
    private readonly Utf8JsonWriter _writer;

    public JsonBenchmark() => _writer = new Utf8JsonWriter(_output, new JsonWriterOptions { SkipValidation = true });

    [Benchmark(Baseline = true, Description = "KafkaGen, value", OperationsPerInvoke = Orders)]
    public void Value()
    {
        foreach (PurchaseOrder order in _orders)
        {
            WriteValue(order);
        }
    }

    [Benchmark(Description = "KafkaGen, whole record with key", OperationsPerInvoke = Orders)]
    public void WholeRecord()
    {
        foreach (PurchaseOrder order in _orders)
        {
            _contract.Encode(in order, _record);
        }
    }

    [Benchmark(Description = "Utf8JsonWriter, written by hand", OperationsPerInvoke = Orders)]
    public void ByHand()
    {
        foreach (PurchaseOrder order in _orders)
        {
            WriteByHand(order);
        }
    }

    [Benchmark(Description = "System.Text.Json, generated", OperationsPerInvoke = Orders)]
    public void Generated()
    {
        foreach (PurchaseOrder order in _orders)
        {
            WriteGenerated(order);
        }
    }

    [Benchmark(Description = "System.Text.Json, reflection", OperationsPerInvoke = Orders)]
    public void Reflected()
    {
        foreach (PurchaseOrder order in _orders)
        {
            WriteReflected(order);
        }
    }

    /// <summary>Asserts that all write the same bytes.</summary>
    /// <returns>How many bytes an order is on average.</returns>
    /// <exception cref="InvalidOperationException">One of them writes other bytes.</exception>
    public double AssertSameBytes()
    {
        long bytes = 0;
        foreach (PurchaseOrder order in _orders)
        {
            byte[] expected = JsonSerializer.SerializeToUtf8Bytes(order, _web);
            bytes += expected.Length;
            WriteValue(order);
            AssertSame(_record.Value, nameof(Value));
            _contract.Encode(in order, _record);
            AssertSame(_record.Value, nameof(WholeRecord));
            WriteByHand(order);
            AssertSame(_output.WrittenSpan, nameof(ByHand));
            WriteGenerated(order);
            AssertSame(_output.WrittenSpan, nameof(Generated));
            WriteReflected(order);
            AssertSame(_output.WrittenSpan, nameof(Reflected));

            void AssertSame(ReadOnlySpan<byte> written, string way)
            {
                if (!written.SequenceEqual(expected))
                {
                    throw new InvalidOperationException($"{way} writes other bytes than System.Text.Json by reflection.");
                }
            }
        }

        return (double)bytes / _orders.Length;
    }

    private void WriteValue(PurchaseOrder order)
    {
        _record.Clear();
        _contract.WriteValue(in order, _record);
    }

    private void WriteByHand(PurchaseOrder order)
    {
        Reset();
        PurchaseOrderWriter.Write(_writer, order);
        _writer.Flush();
    }

    private void WriteGenerated(PurchaseOrder order)
    {
        Reset();
        JsonSerializer.Serialize(_writer, order, PurchaseOrderJsonContext.Default.PurchaseOrder);
    }

    private void WriteReflected(PurchaseOrder order)
    {
        Reset();
        JsonSerializer.Serialize(_writer, order, _web);
    }

    private void Reset()
    {
        _output.ResetWrittenCount();
        _writer.Reset();
    }
}
