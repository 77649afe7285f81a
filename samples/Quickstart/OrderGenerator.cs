using System.Globalization;
using System.IO.Compression;
using System.Text.Json;

namespace Quickstart;

/// <summary>Makes up orders. The same seed gives the same orders on every machine: <c>orders.jsonl.gz</c> was made by it.</summary>
internal static class OrderGenerator
{
    /// <summary>The seed of the file that lies beside the sample.</summary>
    public const int FileSeed = 20_240_601;

    /// <summary>The number of orders in that file.</summary>
    public const int FileCount = 12_000;

    private static readonly DateTimeOffset s_firstOrder = new(2024, 6, 1, 6, 0, 0, TimeSpan.Zero);

    private static readonly string[] s_shops = ["berlin", "lyon", "porto", "web"];

    private static readonly string[] s_firstNames =
        ["Ana", "Björn", "Chloé", "Dmitri", "Elif", "Farid", "Grace", "Hélène", "Ivan", "José", "Kenji", "Łucja", "Mateo", "Nora", "Oğuz", "Priya"];

    private static readonly string[] s_lastNames =
        ["Almeida", "Brandt", "Côté", "Dubois", "Eriksen", "Ferrari", "García", "Hansen", "Ito", "Jansen", "Kowalska", "Lindqvist", "Müller", "O'Neill"];

    private static readonly string[] s_cities =
        ["Berlin", "Lyon", "Porto", "Gdańsk", "Malmö", "Zürich", "Bologna", "Sevilla", "Gent", "Brno", "Århus", "Nantes"];

    private static readonly string?[] s_notes =
        ["Leave it with the neighbours.", "Gift wrap, please: \"for Ela\" <3", "Ring twice.", "Kommt am Samstag?", "Fragile & heavy"];

    private static readonly (string Sku, string Title, decimal Price)[] s_products =
    [
        ("TEA-001", "Assam, loose, 250 g", 12.90m), ("TEA-002", "Sencha, loose, 100 g", 14.50m), ("TEA-007", "Earl Grey, 20 bags", 5.20m),
        ("COF-010", "Espresso roast, 1 kg", 21.00m), ("COF-011", "Filter roast, 500 g", 13.75m), ("COF-014", "Decaf, 250 g", 8.90m),
        ("CUP-100", "Cup, stoneware, 0.2 l", 9.99m), ("CUP-101", "Cup, glass, 0.3 l", 7.49m), ("POT-200", "Teapot, 1.2 l", 39.00m),
        ("POT-201", "Moka pot, 6 cups", 34.95m), ("FIL-300", "Paper filters, 100", 3.10m), ("GRI-400", "Hand grinder", 89.00m),
        ("KET-500", "Gooseneck kettle, 0.9 l", 64.50m), ("SUG-600", "Rock sugar, 500 g", 4.05m), ("HON-601", "Acacia honey, 350 g", 8.25m),
    ];

    /// <summary>Orders in the sequence in which they were placed.</summary>
    public static IEnumerable<OrderPlaced> Orders(int count, int seed)
    {
        var random = new Random(seed);
        DateTimeOffset placedAt = s_firstOrder;
        for (int index = 0; index < count; index++)
        {
            placedAt = placedAt.AddMilliseconds(random.Next(50, 4_000));
            yield return Order(index, placedAt, random);
        }
    }

    /// <summary>Writes orders as JSON lines, packed by gzip when the file's name ends in <c>.gz</c>.</summary>
    public static void Write(string file, int count, int seed)
    {
        using Stream stream = File.Create(file);
        using Stream packed = file.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(stream, CompressionLevel.SmallestSize) : stream;
        foreach (OrderPlaced order in Orders(count, seed))
        {
            JsonSerializer.Serialize(packed, order, OrderReader.Json);
            packed.WriteByte((byte)'\n');
        }
    }

    private static OrderPlaced Order(int index, DateTimeOffset placedAt, Random random)
    {
        int customer = random.Next(2_000);
        var lines = new OrderLine[1 + random.Next(3)];
        for (int line = 0; line < lines.Length; line++)
        {
            (string sku, string title, decimal price) = s_products[random.Next(s_products.Length)];
            lines[line] = new OrderLine(sku, title, 1 + random.Next(3), price);
        }

        return new OrderPlaced(
            OrderId(index, random),
            placedAt,
            s_shops[random.Next(s_shops.Length)],
            new Customer(
                100_000 + customer,
                $"{s_firstNames[customer % s_firstNames.Length]} {s_lastNames[customer % s_lastNames.Length]}",
                s_cities[customer % s_cities.Length]),
            lines,
            lines.Sum(line => line.Quantity * line.UnitPrice),
            "EUR",
            random.Next(20) == 0 ? s_notes[random.Next(s_notes.Length)] : null);
    }

    // Consecutive numbers and 32 random bits, so that the file stays small: random digits do not compress.
    private static Guid OrderId(int index, Random random) =>
        Guid.ParseExact(
            string.Create(CultureInfo.InvariantCulture, $"01900000-0000-7000-8{index >> 16:x3}-{index & 0xffff:x4}{(uint)random.NextInt64(1L << 32):x8}"), "D");
}
