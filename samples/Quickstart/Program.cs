using Confluent.Kafka;
using KafkaGen;
using KafkaGen.Testing;
using Quickstart;

const int Success = 0;
const int RecordsMissing = 1;
const int NotStarted = 2;

using var interrupted = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    interrupted.Cancel();
};

try
{
    var arguments = Arguments.Parse(args);
    if (arguments.ShowHelp)
    {
        Console.WriteLine(Arguments.Help);
        return Success;
    }

    if (arguments.Generate is { } file)
    {
        OrderGenerator.Write(file, arguments.Orders, arguments.Seed);
        return Success;
    }

    return await RunAsync(arguments, interrupted.Token);
}
catch (OperationCanceledException) when (interrupted.IsCancellationRequested)
{
    Console.Error.WriteLine("Interrupted.");
    return RecordsMissing;
}
catch (Exception wrong) when (wrong is ArgumentException or IOException or UnauthorizedAccessException or KafkaGenException or KafkaException)
{
    Console.Error.WriteLine(wrong.Message);
    return NotStarted;
}

static async Task<int> RunAsync(Arguments arguments, CancellationToken cancellationToken)
{
    await using EmbeddedKafka? embedded = arguments.Bootstrap is null ? EmbeddedKafka.Start(brokers: 3) : null;
    string bootstrapServers = arguments.Bootstrap ?? embedded!.BootstrapServers;

    // This is all of KafkaGen's part: a client, the producer of an annotated record, and (in SentOrders) its ProduceAsync.
    await using var client = KafkaGenClient.Create(options =>
    {
        options.BootstrapServers = bootstrapServers;
        options.Properties["linger.ms"] = "5";
    });

    // Between the two, since a producer's first request for an unknown topic may create it, with a number of partitions that is not ours.
    embedded?.CreateTopic(OrderPlaced.TopicName, TargetTopic.Partitions, replicationFactor: 3);
    int partitions = embedded is null ? await TargetTopic.EnsureAsync(bootstrapServers, OrderPlaced.TopicName) : TargetTopic.Partitions;
    ITopicProducer<OrderPlaced> producer = client.GetProducer<OrderPlaced>();

    Console.Error.WriteLine($"Kafka: {(embedded is null ? "" : "embedded, ")}{bootstrapServers}; orders: {(arguments.File == "-" ? "standard input" : arguments.File)}");

    var reader = new OrderReader(arguments.File);
    var sent = new SentOrders(producer, arguments.InFlight);
    await using (new Progress(() => $"{sent.All.Count:N0} orders produced, {sent.AcknowledgedCount:N0} acknowledged, {reader.MalformedCount:N0} lines malformed"))
    {
        await sent.ProduceAsync(reader.ReadAsync(cancellationToken), cancellationToken);
    }

    var readBack = new ReadBack();
    await using (new Progress(() => $"{readBack.EqualCount:N0} of {sent.AcknowledgedCount:N0} read back"))
    {
        readBack.Run(bootstrapServers, producer.Topic, sent.All, cancellationToken);
    }

    ResultTable.Print(Console.Out, reader, sent, readBack, partitions);
    return sent.All.Count > 0 && readBack.EqualCount == sent.All.Count ? Success : RecordsMissing;
}
