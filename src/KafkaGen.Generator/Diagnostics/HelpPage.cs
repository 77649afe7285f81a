namespace KafkaGen.Generator.Diagnostics;

/// <summary>Where the pages about the diagnostics are.</summary>
internal static class HelpPage
{
    private const string Root = "https://github.com/kafkagen/kafkagen/blob/main/docs/diagnostics/";

    public static string Of(string id) => Root + id + ".md";
}
