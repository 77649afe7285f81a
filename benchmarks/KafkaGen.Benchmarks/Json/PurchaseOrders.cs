namespace KafkaGen.Benchmarks.Json;

/// <summary>Orders of three lines that differ in every value, always the same ones.</summary>
internal static class PurchaseOrders
{
    private const int LinesPerOrder = 3;

    private static readonly string[] s_currencies = ["EUR", "USD", "SEK"];
    private static readonly string[] s_names = ["Ada Lovelace", "Grace Hopper", "Käthe Müller", "Barbara Liskov", "Conan O'Brien", "Edsger Dijkstra"];

    public static PurchaseOrder[] Make(int count)
    {
        var random = new Random(20240229);
        var orders = new PurchaseOrder[count];
        byte[] id = new byte[16];
        for (int i = 0; i < count; i++)
        {
            var lines = new PurchaseLine[LinesPerOrder];
            for (int line = 0; line < lines.Length; line++)
            {
                lines[line] = new PurchaseLine(
                    $"SKU-{random.Next(100_000)}",
                    random.Next(1, 20),
                    random.Next(1, 100_000) / 100m,
                    random.Next(4) == 0 ? "gift wrapped, please" : null);
            }

            random.NextBytes(id);
            orders[i] = new PurchaseOrder(
                new Guid(id),
                s_names[random.Next(s_names.Length)],
                s_currencies[random.Next(s_currencies.Length)],
                lines.Sum(line => line.Quantity * line.Price),
                DateTimeOffset.FromUnixTimeMilliseconds(1_700_000_000_000 + random.Next()),
                (PurchaseState)random.Next(3),
                random.Next(10) == 0,
                lines);
        }

        return orders;
    }
}
