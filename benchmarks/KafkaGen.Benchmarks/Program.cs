using KafkaGen.Benchmarks.Json;
using KafkaGen.Benchmarks.Produce;

const string Usage = """
    KafkaGen's benchmarks. Run them in Release, on a machine that does nothing else.

      json [rounds]   an order as JSON: the generated contract beside System.Text.Json (default: 1000 rounds, a few seconds)
      produce [--rounds N] [--bootstrap host:port]
                      keyed records awaited and enqueued: KafkaGen beside Confluent.Kafka, and encoded ones beside librdkafka from C;
                      one process each, interleaved rounds (default: 5 rounds on an embedded Kafka in a process of its own, a minute
                      or two)
    """;

switch (args)
{
    case [] or ["json"]:
        return JsonBenchmark.Run(rounds: 1000);
    case ["json", var text] when int.TryParse(text, out int rounds) && rounds > 0:
        return JsonBenchmark.Run(rounds);
    case ["produce", .. var options]:
        return await ProduceBenchmark.RunAsync(options);
    case ["produce-one", var contender, var bootstrap]:
        return await ProduceProcess.ContendAsync(contender, bootstrap);
    case ["embedded-kafka"]:
        return ProduceProcess.ServeKafka();
    case ["--help"]:
        Console.WriteLine(Usage);
        return 0;
    default:
        Console.Error.WriteLine(Usage);
        return 2;
}
