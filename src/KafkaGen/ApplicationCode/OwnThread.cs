namespace KafkaGen.ApplicationCode;

/// <summary>
/// Background work, on threads of its own and without the ambient context of whoever starts it: that would live as long as the work, and the
/// application's code that the work calls would see it.
/// </summary>
internal static class OwnThread
{
    /// <summary>Starts a thread that the process does not wait for.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="body">What it does.</param>
    /// <param name="stackSize">Its stack in bytes, where there may be many such threads; 0 for the system's size.</param>
    internal static Thread Start(string name, Action body, int stackSize = 0)
    {
        Thread thread = new(() => body(), stackSize) { IsBackground = true, Name = name };
        thread.UnsafeStart();
        return thread;
    }

    /// <summary>Does something that blocks on a thread of its own.</summary>
    /// <returns>Completes when it is done. A wait that blocks for it needs no thread of the pool.</returns>
    internal static Task Run(string name, Action body)
    {
        TaskCompletionSource done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Start(name, () =>
        {
            try
            {
                body();
                done.SetResult();
            }
#pragma warning disable CA1031 // the task's owner gets it
            catch (Exception error)
#pragma warning restore CA1031
            {
                done.SetException(error);
            }
        });
        return done.Task;
    }

    /// <summary>Makes something that would keep the ambient context, such as a timer or a task of the pool.</summary>
    internal static T Detached<T>(Func<T> make)
    {
        if (ExecutionContext.IsFlowSuppressed())
        {
            return make();
        }

        using (ExecutionContext.SuppressFlow())
        {
            return make();
        }
    }
}
