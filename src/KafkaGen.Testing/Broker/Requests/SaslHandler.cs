using KafkaGen.Protocol.Messages;
using KafkaGen.Testing.Broker.Connections;

namespace KafkaGen.Testing.Broker.Requests;

/// <summary>Logs clients in.</summary>
internal sealed class SaslHandler(Cluster cluster)
{
    public SaslHandshakeResponse Handshake(PendingRequest request, SaslHandshakeRequest body)
    {
        SaslHandshakeResponse response = new() { Mechanisms = [.. cluster.Authentication.Mechanisms] };
        if (!cluster.Authentication.IsRequired)
        {
            response.ErrorCode = KafkaErrorCode.IllegalSaslState;
        }
        else if (!cluster.Authentication.Mechanisms.Contains(body.Mechanism))
        {
            response.ErrorCode = KafkaErrorCode.UnsupportedSaslMechanism;
        }
        else
        {
            request.Connection.Sasl.Choose(body.Mechanism, cluster.Authentication, cluster.Random.NextId().ToString("N"));
        }

        return response;
    }

    public SaslAuthenticateResponse Authenticate(PendingRequest request, SaslAuthenticateRequest body)
    {
        if (!request.Connection.Sasl.IsChosen)
        {
            return new SaslAuthenticateResponse
            {
                ErrorCode = KafkaErrorCode.IllegalSaslState,
                ErrorMessage = "SaslAuthenticate request received before a SaslHandshake",
            };
        }

        (byte[]? answer, string? failure, bool isComplete) = request.Connection.Sasl.Next(body.AuthBytes, cluster.Authentication);
        if (failure is not null)
        {
            // As Kafka does: the client is told, and cut off.
            request.ClosesAfterAnswer = true;
            return new SaslAuthenticateResponse { ErrorCode = KafkaErrorCode.SaslAuthenticationFailed, ErrorMessage = failure };
        }

        TimeSpan lifetime = cluster.Authentication.SessionLifetime;
        if (isComplete)
        {
            request.Connection.SessionEnd = lifetime > TimeSpan.Zero ? cluster.Now + lifetime : null;
        }

        return new SaslAuthenticateResponse
        {
            AuthBytes = answer ?? [],
            SessionLifetimeMs = isComplete && request.Version >= 1 ? (long)lifetime.TotalMilliseconds : 0,
        };
    }
}
