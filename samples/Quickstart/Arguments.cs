namespace Quickstart;

/// <summary>What the command line asks for.</summary>
internal sealed record Arguments
{
    public const string Help =
        """
        Quickstart: produces orders as typed records with KafkaGen, reads them back with a Confluent.Kafka consumer, and compares.

          --bootstrap HOST:PORT[,...]  a running Kafka. Without it an embedded one of 3 brokers is started; it keeps 512 MiB of records.
          --file FILE                  orders as JSON lines, packed by gzip when the name ends in .gz; - is standard input.
                                       Without it: the 12,000 orders that lie beside the program.
          --in-flight N                how many records may wait for their acknowledgement at once. Default: 1000.
          --generate FILE              write made-up orders to FILE instead, and end.
          --orders N, --seed N         how many, and from which seed, --generate makes up. Default: those of the file beside the program.
          --help                       this text.

        It ends with 0 when every order was acknowledged and read back equal, with 1 when not, and with 2 when it could not start.
        A line that is no order is reported with its number, skipped and counted.
        """;

    public string? Bootstrap { get; private set; }

    public string File { get; private set; } = Path.Combine(AppContext.BaseDirectory, "orders.jsonl.gz");

    public int InFlight { get; private set; } = 1_000;

    public string? Generate { get; private set; }

    public int Orders { get; private set; } = OrderGenerator.FileCount;

    public int Seed { get; private set; } = OrderGenerator.FileSeed;

    public bool ShowHelp { get; private set; }

    /// <exception cref="ArgumentException">An argument is unknown, or its value is missing or malformed.</exception>
    public static Arguments Parse(string[] arguments)
    {
        var parsed = new Arguments();
        for (int index = 0; index < arguments.Length; index++)
        {
            string name = arguments[index];
            switch (name)
            {
                case "--help" or "-h":
                    parsed.ShowHelp = true;
                    break;
                case "--bootstrap":
                    parsed.Bootstrap = Value();
                    break;
                case "--file":
                    parsed.File = Value();
                    break;
                case "--in-flight":
                    parsed.InFlight = Number(1);
                    break;
                case "--generate":
                    parsed.Generate = Value();
                    break;
                case "--orders":
                    parsed.Orders = Number(0);
                    break;
                case "--seed":
                    parsed.Seed = Number(0);
                    break;
                default:
                    throw new ArgumentException($"There is no argument '{name}'; --help lists them.");
            }

            string Value() =>
                ++index < arguments.Length ? arguments[index] : throw new ArgumentException($"The value of '{name}' is missing.");

            int Number(int least) =>
                int.TryParse(Value(), out int number) && number >= least
                    ? number
                    : throw new ArgumentException($"'{name}' takes a whole number from {least} on, not '{arguments[index]}'.");
        }

        return parsed;
    }
}
