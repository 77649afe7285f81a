using KafkaGen.Native;

namespace KafkaGen.Sending;

/// <summary>
/// Gets OAuth tokens from the application's <see cref="KafkaGenOptions.OAuthBearerTokenProvider"/>, off the delivery thread, one call at a time.
/// </summary>
internal sealed class TokenRefresher(
    Func<CancellationToken, ValueTask<OAuthBearerToken>> provider, NativeProducer native, SenderEvents events) : IDisposable
{
    private readonly CancellationTokenSource _closing = new();
    private readonly object _gate = new();
    private bool _isRefreshing;
    private bool _isClosed;

    /// <summary>Asks for a token, unless that is under way.</summary>
    internal void Refresh()
    {
        lock (_gate)
        {
            if (_isClosed || _isRefreshing)
            {
                return;
            }

            _isRefreshing = true;
        }

        _ = Task.Run(RefreshAsync);
    }

    /// <summary>A token that comes after this is dropped: the native producer may be gone.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _isClosed = true;
        }

        _closing.Cancel();
        _closing.Dispose();
    }

    private async Task RefreshAsync()
    {
        string? failure;
        OAuthBearerToken? token = null;
        Exception? thrown = null;
        try
        {
            token = await provider(_closing.Token).ConfigureAwait(false);
            failure = token is null ? "OAuthBearerTokenProvider gave no token" : null;
        }
#pragma warning disable CA1031 // the provider is the application's code: what it throws is logged, and librdkafka asks again
        catch (Exception error)
#pragma warning restore CA1031
        {
            thrown = error;
            failure = $"OAuthBearerTokenProvider threw {error.GetType().Name}: {error.Message}";
        }

        lock (_gate)
        {
            _isRefreshing = false;
            if (_isClosed)
            {
                return;
            }

            failure ??= native.SetToken(token!) is { } refusal ? $"librdkafka refuses the OAuth token: {refusal}" : null;
            if (failure is not null)
            {
                native.FailToken(failure);
            }
        }

        if (failure is null)
        {
            events.OnToken();
        }
        else
        {
            events.OnTokenFailure(failure, thrown);
        }
    }
}
