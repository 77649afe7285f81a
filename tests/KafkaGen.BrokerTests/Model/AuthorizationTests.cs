using KafkaGen.Protocol.Messages;
using KafkaGen.Testing.Broker.Security;

namespace KafkaGen.BrokerTests.Model;

/// <summary>Who may do what, and logins that go wrong.</summary>
public sealed class AuthorizationTests
{
    private readonly TestCluster _cluster = new(brokers: 1);

    public AuthorizationTests() => _cluster.Create("t");

    [Fact]
    public void What_is_denied_is_refused_with_the_error_of_its_kind()
    {
        _cluster.Model.Authorization.Deny(ResourceKind.Topic, "t", Operation.Write);
        _cluster.Model.Authorization.Deny(ResourceKind.TransactionalId, "tx");
        _cluster.Model.Authorization.Deny(ResourceKind.Cluster, operation: Operation.IdempotentWrite);
        _cluster.Model.Authorization.Deny(ResourceKind.Group, "g");
        ModelClient client = _cluster.Client();

        Assert.Equal(KafkaErrorCode.TopicAuthorizationFailed, _cluster.Produce("t", Batch.Of("a")).ErrorCode);
        Assert.Equal(KafkaErrorCode.None, _cluster.Fetch("t").ErrorCode);
        Assert.Equal(
            KafkaErrorCode.TransactionalIdAuthorizationFailed,
            client.Ask<InitProducerIdResponse>(new InitProducerIdRequest { TransactionalId = "tx", TransactionTimeoutMs = 1000 }).ErrorCode);
        Assert.Equal(KafkaErrorCode.ClusterAuthorizationFailed, client.Ask<InitProducerIdResponse>(new InitProducerIdRequest()).ErrorCode);
        Assert.Equal(
            KafkaErrorCode.GroupAuthorizationFailed,
            client.Ask<FindCoordinatorResponse>(new FindCoordinatorRequest { CoordinatorKeys = ["g"] }).Coordinators[0].ErrorCode);
    }

    [Fact]
    public void A_request_before_the_login_closes_the_connection()
    {
        _cluster.Model.Authentication.Mechanisms.Add("PLAIN");
        ModelClient client = new(_cluster, 1);

        client.Send(new MetadataRequest { Topics = null });

        Assert.True(client.IsClosed);
        Assert.Contains("before the client had authenticated", Assert.Single(_cluster.Log), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("SCRAM-SHA-256", "p=tls-unique,,n=alice,r=abc")]
    [InlineData("SCRAM-SHA-256", "n,,n=nobody,r=abc")]
    [InlineData("SCRAM-SHA-256", "n,,n=alice,r=")]
    [InlineData("SCRAM-SHA-512", "")]
    [InlineData("PLAIN", "alice\0secret")]
    [InlineData("PLAIN", "\0alice\0guess")]
    public void A_login_that_is_none_is_refused_and_the_connection_closed(string mechanism, string message)
    {
        Users();
        ModelClient client = new(_cluster, 1);
        client.Ask<SaslHandshakeResponse>(new SaslHandshakeRequest { Mechanism = mechanism });

        SaslAuthenticateResponse refused = client.Ask<SaslAuthenticateResponse>(
            new SaslAuthenticateRequest { AuthBytes = System.Text.Encoding.UTF8.GetBytes(message) });

        Assert.Equal(KafkaErrorCode.SaslAuthenticationFailed, refused.ErrorCode);
        Assert.True(client.IsClosed);
    }

    [Fact]
    public void Scram_refuses_a_proof_for_another_nonce_or_password()
    {
        Users();
        ModelClient client = new(_cluster, 1);
        client.Ask<SaslHandshakeResponse>(new SaslHandshakeRequest { Mechanism = "SCRAM-SHA-256" });
        SaslAuthenticateResponse first = client.Ask<SaslAuthenticateResponse>(
            new SaslAuthenticateRequest { AuthBytes = "n,,n=alice,r=abc"u8.ToArray() });
        string server = System.Text.Encoding.UTF8.GetString(first.AuthBytes);
        string nonce = server.Split(',')[0];

        Assert.StartsWith("r=abc", nonce, StringComparison.Ordinal);
        Assert.Contains(",i=4096", server, StringComparison.Ordinal);
        SaslAuthenticateResponse final = client.Ask<SaslAuthenticateResponse>(new SaslAuthenticateRequest
        {
            AuthBytes = System.Text.Encoding.UTF8.GetBytes($"c=biws,{nonce},p={Convert.ToBase64String(new byte[32])}"),
        });

        Assert.Equal(KafkaErrorCode.SaslAuthenticationFailed, final.ErrorCode);
    }

    [Fact]
    public void An_unknown_mechanism_is_answered_with_those_there_are()
    {
        Users();

        SaslHandshakeResponse refused = new ModelClient(_cluster, 1).Ask<SaslHandshakeResponse>(new SaslHandshakeRequest { Mechanism = "GSSAPI" });

        Assert.Equal(KafkaErrorCode.UnsupportedSaslMechanism, refused.ErrorCode);
        Assert.Contains("PLAIN", refused.Mechanisms);
    }

    [Fact]
    public void A_login_that_was_not_renewed_in_time_closes_the_connection()
    {
        Users();
        _cluster.Model.Authentication.SessionLifetime = TimeSpan.FromSeconds(60);
        ModelClient client = new(_cluster, 1);
        SaslAuthenticateResponse login = Login(client);
        _cluster.Advance(TimeSpan.FromSeconds(50));
        Login(client);
        _cluster.Advance(TimeSpan.FromSeconds(50));
        client.Ask<MetadataResponse>(new MetadataRequest { Topics = null });
        _cluster.Advance(TimeSpan.FromSeconds(11));

        client.Send(new MetadataRequest { Topics = null });

        Assert.Equal(60_000, login.SessionLifetimeMs);
        Assert.True(client.IsClosed);
    }

    private static SaslAuthenticateResponse Login(ModelClient client)
    {
        client.Ask<SaslHandshakeResponse>(new SaslHandshakeRequest { Mechanism = "PLAIN" });
        return client.Ask<SaslAuthenticateResponse>(new SaslAuthenticateRequest { AuthBytes = "\0alice\0secret"u8.ToArray() });
    }

    private void Users()
    {
        _cluster.Model.Authentication.Mechanisms.AddRange(["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"]);
        _cluster.Model.Authentication.AddUser("alice", "secret", [1, 2, 3, 4], 4096);
    }
}
