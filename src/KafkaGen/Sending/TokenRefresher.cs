using System.Globalization;
using KafkaGen.ApplicationCode;
using KafkaGen.Native;

namespace KafkaGen.Sending;

/// <summary>
/// Gets OAuth tokens from the application's <see cref="KafkaGenOptions.OAuthBearerTokenProvider"/>, each on a thread of its own, one call at a time. A call that takes
/// longer than its bound is told of and not waited for; its token is still taken when it comes.
/// </summary>
internal sealed class TokenRefresher(
    Func<CancellationToken, ValueTask<OAuthBearerToken>> provider, TimeSpan bound, NativeProducer native, SenderEvents events) : IDisposable
{
    // From when on a provider that has not answered explains why records are not sent.
    private const long NotableMilliseconds = 1_000;

    private readonly object _gate = new();
    private Call? _call;
    private bool _isClosed;

    /// <summary>That the provider has not answered, while that is so; else <see langword="null"/>.</summary>
    internal string? Waiting
    {
        get
        {
            lock (_gate)
            {
                return _call is { } call && Environment.TickCount64 - call.StartedAt >= NotableMilliseconds ? NotAnswered(call) : null;
            }
        }
    }

    /// <summary>Asks for a token, unless that is under way.</summary>
    internal void Refresh()
    {
        Call call;
        lock (_gate)
        {
            if (_isClosed)
            {
                return;
            }

            if (_call is { } running)
            {
                if (running.IsOverdue)
                {
                    // It is asked for again and again while a call does not return: librdkafka waits ten seconds after each refusal.
                    native.FailToken(NotAnswered(running));
                }

                return;
            }

            _call = call = new Call();
        }

        OwnThread.Start("KafkaGen token", () => Ask(call));
    }

    /// <summary>Time has passed: the call may be overdue.</summary>
    internal void OnTime(long now)
    {
        Call call;
        string failure;
        lock (_gate)
        {
            if (_isClosed || _call is not { IsOverdue: false } running || now - running.StartedAt < bound.TotalMilliseconds)
            {
                return;
            }

            call = running;
            call.IsOverdue = true;
            failure = NotAnswered(call);
            native.FailToken(failure);
        }

        Guarded.Cancel(call.Over);
        events.OnTokenFailure(failure, null);
    }

    /// <summary>A token that comes after this is dropped: the native producer may be gone.</summary>
    public void Dispose()
    {
        Call? call;
        lock (_gate)
        {
            _isClosed = true;
            call = _call;
        }

        if (call is not null)
        {
            Guarded.Cancel(call.Over);
        }
    }

    private static string NotAnswered(Call call) => string.Create(
        CultureInfo.InvariantCulture, $"OAuthBearerTokenProvider has not answered for {(Environment.TickCount64 - call.StartedAt) / 1000} s");

    private void Ask(Call call)
    {
        string? failure;
        OAuthBearerToken? token = null;
        Exception? thrown = null;
        try
        {
            token = provider(call.Over.Token).AsTask().GetAwaiter().GetResult();
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
            _call = null;
            if (_isClosed)
            {
                return;
            }

            failure ??= native.SetToken(token!) is { } refusal ? $"librdkafka refuses the OAuth token: {refusal}" : null;
            if (failure is not null && call.IsOverdue)
            {
                // That it took too long is told, and that it ends when it is cancelled is no news.
                return;
            }

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

    private sealed class Call
    {
        internal long StartedAt { get; } = Environment.TickCount64;

        internal CancellationTokenSource Over { get; } = new();

        internal bool IsOverdue { get; set; }
    }
}
