using System.Runtime.CompilerServices;

namespace KafkaGen.Tests.Shared;

/// <summary>With <c>KAFKAGEN_SENDER=own</c> the clients of a test program send by the sender in C#, wherever it can do what they ask for.</summary>
internal static class OwnSender
{
    /// <summary>Whether it is asked for. What is librdkafka's alone is not tested then.</summary>
    internal static bool IsChosen { get; } = Environment.GetEnvironmentVariable("KAFKAGEN_SENDER") == "own";

#pragma warning disable CA2255 // before the first client of the program, whichever test makes it
    [ModuleInitializer]
#pragma warning restore CA2255
    internal static void Choose()
    {
        if (IsChosen)
        {
            AppContext.SetSwitch("KafkaGen.UseOwnSender", isEnabled: true);
        }
    }
}
