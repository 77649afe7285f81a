using KafkaGen.Benchmarks.Deploy;
using KafkaGen.Benchmarks.Json;
using KafkaGen.Benchmarks.Produce;
using KafkaGen.Benchmarks.Soak;
using KafkaGen.Benchmarks.Start;
using KafkaGen.Benchmarks.Topics;

const string Usage = """
    KafkaGen's benchmarks. Run them in Release, on a machine that does nothing else.

      json [iterations]
                      an order as JSON: the generated contract beside System.Text.Json (default: 20 iterations of a fifth of a second,
                      half a minute)
      produce [--rounds N] [--bootstrap host:port]
                      keyed records awaited and enqueued: KafkaGen beside Confluent.Kafka, and encoded ones beside librdkafka from C;
                      one process each, interleaved rounds (default: 5 rounds on an embedded Kafka in a process of its own, a minute
                      or two)
      linger [--rounds N] [--bootstrap host:port]
                      KafkaGen with several values of linger.ms and of sticky.partitioning.linger.ms: throughput, CPU and latency
                      (default: 5 rounds on an embedded Kafka in a process of its own, two minutes)
      start [--rounds N] [--bootstrap host:port]
                      the first record of a new client on a running broker, in a process of its own each time (default: 5 rounds)
      topics [--count N]
                      opening topics that are named at run time, and closing them (default: 10000 topics on an embedded Kafka)
      deploy folder [--rounds N] [--bootstrap host:port]
                      size, start and memory of a program that is published in several ways; './build.sh bench deploy' publishes them first
      soak [--minutes N] [--bootstrap host:port]
                      full load for a long time (default: 10 minutes on an embedded Kafka): prints what memory and handles do meanwhile,
                      and ends with 1 when they grow
    """;

switch (args)
{
    case [] or ["json"]:
        return JsonBenchmarkRun.Run(iterations: 20);
    case ["json", var text] when int.TryParse(text, out int iterations) && iterations > 0:
        return JsonBenchmarkRun.Run(iterations);
    case ["produce", .. var options]:
        return await ProduceBenchmark.RunAsync(options);
    case ["linger", .. var options]:
        return await LingerBenchmark.RunAsync(options);
    case ["produce-one", var contender, var bootstrap]:
        return await ProduceProcess.ContendAsync(contender, bootstrap);
    case ["start", .. var options]:
        return await StartBenchmark.RunAsync(options);
    case ["start-one", var contender, var bootstrap]:
        return await StartBenchmark.MeasureOneAsync(contender, bootstrap);
    case ["topics", .. var options]:
        return await TopicsBenchmark.RunAsync(options);
    case ["deploy", var folder, .. var options]:
        return await DeployBenchmark.RunAsync(folder, options);
    case ["soak", .. var options]:
        return await SoakRun.RunAsync(options);
    case ["embedded-kafka"]:
        return ProduceProcess.ServeKafka();
    case ["--help"]:
        Console.WriteLine(Usage);
        return 0;
    default:
        Console.Error.WriteLine(Usage);
        return 2;
}
