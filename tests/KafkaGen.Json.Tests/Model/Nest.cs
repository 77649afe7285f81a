namespace KafkaGen.Json.Tests.Model;

/// <summary>Nests objects and arrays that have nothing in them.</summary>
[KafkaTopic("nests")]
public sealed class Nest
{
    public Nest? Inner { get; set; }

    public int Level { get; set; }

#pragma warning disable KG0220 // System.Text.Json writes nothing of it either
    public Nothing? Nothing { get; set; }

    public List<Nothing>? Nothings { get; set; }
#pragma warning restore KG0220

    public string[]? Names { get; set; }

    public Dictionary<string, int>? Entries { get; set; }
}

public sealed class Nothing;
