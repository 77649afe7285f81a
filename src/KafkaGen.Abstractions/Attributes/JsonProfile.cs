namespace KafkaGen;

/// <summary>The defaults of System.Text.Json that a value is written by: its <c>JsonSerializerDefaults</c>.</summary>
public enum JsonProfile
{
    /// <summary>Names in camel case, as ASP.NET Core writes them; no two names may differ in case alone.</summary>
    Web,

    /// <summary>Names as they are declared.</summary>
    General,
}
