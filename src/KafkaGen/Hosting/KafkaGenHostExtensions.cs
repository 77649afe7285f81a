using KafkaGen;
using KafkaGen.Export;
using KafkaGen.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.Extensions.Hosting;

/// <summary>Commands that an application with KafkaGen can have.</summary>
public static class KafkaGenHostExtensions
{
    private const string Contracts = "kafka-contracts";

    /// <summary>
    /// Runs the command <c>kafka-contracts [file]</c>, when it is the first argument: writes every contract of the application, of all clusters, as JSON to the file or to the standard
    /// output. The host is not started, and no broker is asked.
    /// </summary>
    /// <param name="host">The host.</param>
    /// <param name="args">The arguments of the program.</param>
    /// <returns>Whether it was that command: the program is done then.</returns>
    /// <exception cref="KafkaConfigurationException">Configuration cannot be read, or a contract's cluster is not configured.</exception>
    /// <exception cref="KafkaContractException">Two contracts contradict each other.</exception>
    /// <example>
    /// <code>
    /// using IHost host = builder.Build();
    /// if (!host.RunKafkaGenCommand(args))
    /// {
    ///     await host.RunAsync();
    /// }
    /// </code>
    /// </example>
    public static bool RunKafkaGenCommand(this IHost host, string[] args)
    {
        ArgumentNullException.ThrowIfNull(host);
        ArgumentNullException.ThrowIfNull(args);
        if (args.Length is not (1 or 2) || args[0] != Contracts)
        {
            return false;
        }

        IEnumerable<ContractDescription> contracts = host.Services.GetRequiredService<ClientSet>().Describe();
        using Stream output = args.Length == 2 ? File.Create(args[1]) : Console.OpenStandardOutput();
        ContractExport.Write(contracts, output);
        return true;
    }
}
