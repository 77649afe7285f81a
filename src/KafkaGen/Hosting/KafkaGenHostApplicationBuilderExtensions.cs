using KafkaGen;
using KafkaGen.Configuration;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.Extensions.Hosting;

/// <summary>Registers KafkaGen with an application by the name of its connection string.</summary>
public static class KafkaGenHostApplicationBuilderExtensions
{
    private const string Section = "Kafka";

    /// <summary>
    /// Registers what <see cref="KafkaGenServiceCollectionExtensions.AddKafkaGen(IServiceCollection, IConfiguration, Action{KafkaGenOptions})"/> registers, configured by the section
    /// <c>Kafka</c> and the connection string <c>ConnectionStrings:name</c>, which an orchestrator such as Aspire sets. Either may be missing; the connection
    /// string goes before the section.
    /// </summary>
    /// <param name="builder">The application.</param>
    /// <param name="connectionName">The connection string's name.</param>
    /// <param name="configure">Sets options after the configuration: code has the last word.</param>
    /// <returns><paramref name="builder"/>.</returns>
    /// <exception cref="KafkaContractException">The generator rejected a contract in a build that was allowed to go on.</exception>
    /// <example><code>builder.AddKafkaGen("kafka");</code></example>
    public static IHostApplicationBuilder AddKafkaGen(
        this IHostApplicationBuilder builder, string connectionName, Action<KafkaGenOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrWhiteSpace(connectionName);
        IConfiguration configuration = builder.Configuration;
        KafkaGenServiceCollectionExtensions.Add(builder.Services, "", configuration, Read, configure);
        return builder;

        void Read(KafkaGenOptions options)
        {
            OptionsReader.Read(configuration.GetSection(Section), options);
            options.Origins.MissingBrokers =
                $"There is neither 'ConnectionStrings:{connectionName}' nor '{Section}:{nameof(options.BootstrapServers)}': configure one of them, such as \"localhost:9092\".";
            if (configuration.GetConnectionString(connectionName) is { Length: > 0 } connectionString)
            {
                OptionsReader.Read(connectionString, options, $"ConnectionStrings:{connectionName}:");
            }
        }
    }
}
