using KafkaGen.Benchmarks.Json;

const string Usage = """
    KafkaGen's benchmarks. Run them in Release, on a machine that does nothing else.

      json [rounds]   an order as JSON: the generated contract beside System.Text.Json (default: 1000 rounds, a few seconds)
    """;

switch (args)
{
    case [] or ["json"]:
        return JsonBenchmark.Run(rounds: 1000);
    case ["json", var text] when int.TryParse(text, out int rounds) && rounds > 0:
        return JsonBenchmark.Run(rounds);
    case ["--help"]:
        Console.WriteLine(Usage);
        return 0;
    default:
        Console.Error.WriteLine(Usage);
        return 2;
}
