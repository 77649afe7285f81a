namespace Quickstart;

/// <summary>One line on standard error that tells how far the work is: rewritten in place on a terminal, now and then otherwise.</summary>
internal sealed class Progress : IAsyncDisposable
{
    private static readonly object s_gate = new();
    private static bool s_inPlace;

    private readonly PeriodicTimer _timer = new(TimeSpan.FromMilliseconds(Console.IsErrorRedirected ? 2_000 : 100));
    private readonly Func<string> _state;
    private readonly Task _loop;

    public Progress(Func<string> state)
    {
        _state = state;
        _loop = LoopAsync();
    }

    /// <summary>Prints a message without tearing the progress line.</summary>
    public static void Report(string message)
    {
        lock (s_gate)
        {
            EndLine();
            Console.Error.WriteLine(message);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _timer.Dispose();
        await _loop;
        lock (s_gate)
        {
            Show();
            EndLine();
        }
    }

    private async Task LoopAsync()
    {
        while (await _timer.WaitForNextTickAsync())
        {
            lock (s_gate)
            {
                Show();
            }
        }
    }

    private void Show()
    {
        if (Console.IsErrorRedirected)
        {
            Console.Error.WriteLine(_state());
            return;
        }

        // Back to the line's start, the text, and what a longer one before it may have left.
        Console.Error.Write($"\r{_state()}\u001b[K");
        s_inPlace = true;
    }

    private static void EndLine()
    {
        if (s_inPlace)
        {
            Console.Error.WriteLine();
            s_inPlace = false;
        }
    }
}
