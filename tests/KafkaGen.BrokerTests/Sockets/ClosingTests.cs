using System.Security.Cryptography.X509Certificates;
using KafkaGen.BrokerTests.Scenarios;
using KafkaGen.Protocol.Messages;
using KafkaGen.Testing.Broker;
using KafkaGen.Testing.Sockets;

namespace KafkaGen.BrokerTests.Sockets;

/// <summary>Connections end within a bound, whatever their clients do, and leave neither threads nor sockets.</summary>
public sealed class ClosingTests
{
    // More than the buffers of two sockets take.
    private const int Records = 40;
    private const int ValueBytes = 900 * 1024;
    private const int AnswerBytes = Records * ValueBytes;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_client_that_reads_nothing_is_cut_off(bool isDisposed)
    {
        using ClusterServer server = new(new ClusterSettings { Brokers = 1 }) { CloseWithin = TimeSpan.FromMilliseconds(200) };
        using PipelinedClient client = AskForMuch(server);

        if (isDisposed)
        {
            server.Dispose();
        }
        else
        {
            server.StopBroker(1);
        }

        Stage.Until(() => server.Clients == 0);
    }

    [Fact]
    public void A_client_that_reads_late_still_gets_what_was_answered_before_the_close()
    {
        using ClusterServer server = new(new ClusterSettings { Brokers = 1 }) { CloseWithin = TimeSpan.FromMinutes(1) };
        using PipelinedClient client = AskForMuch(server);

        server.StopBroker(1);

        Assert.InRange(client.ReadAnswer(), AnswerBytes, int.MaxValue);
        Assert.Throws<IOException>(() => client.ReadAnswer());
        Stage.Until(() => server.Clients == 0);
    }

    [Fact]
    public void The_certificate_of_a_cluster_ends_with_it()
    {
        X509Certificate2 certificate = LoopbackCertificate.Create();
        ClusterServer server = new(new ClusterSettings { Brokers = 1 }, certificate);
        Assert.NotEqual(0, certificate.Handle);

        server.Dispose();

        Stage.Until(() => certificate.Handle == 0);
    }

    /// <summary>A client that was answered more than it has read, so that a thread of the server waits for it.</summary>
    private static PipelinedClient AskForMuch(ClusterServer server)
    {
        server.Do(cluster => cluster.Topics.Create("t", 1, 1, []));
        using (RawClient producer = new(server.BootstrapServers))
        {
            for (int record = 0; record < Records; record++)
            {
                producer.Produce("t", new string('x', ValueBytes));
            }
        }

        PipelinedClient client = new(server.BootstrapServers);
        client.Send(PipelinedClient.Frame(
            new FetchRequest { Topics = [new() { Name = "t", Partitions = [new() { Index = 0, MaxBytes = int.MaxValue }] }] }, version: 12));
        Stage.Until(() => server.UnsentBytes >= AnswerBytes);
        return client;
    }
}
