using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace KafkaGen.Hosting;

/// <summary>Connects the options of one cluster with the <see cref="ConfigurationWatch"/>.</summary>
internal sealed class ClusterChangeTokenSource(string cluster, ConfigurationWatch watch) : IOptionsChangeTokenSource<KafkaGenOptions>
{
    public string Name => cluster;

    public IChangeToken GetChangeToken() => watch.Token();
}
