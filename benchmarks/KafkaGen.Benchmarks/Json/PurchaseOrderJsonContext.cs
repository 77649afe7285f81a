using System.Text.Json;
using System.Text.Json.Serialization;

namespace KafkaGen.Benchmarks.Json;

/// <summary>What System.Text.Json's own generator makes of the record, with its fast path.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, GenerationMode = JsonSourceGenerationMode.Serialization)]
[JsonSerializable(typeof(PurchaseOrder))]
internal sealed partial class PurchaseOrderJsonContext : JsonSerializerContext;
