namespace KafkaGen.Generator.Model;

/// <summary>By which of System.Text.Json's options a value is written. A type has one encoder for each that differs.</summary>
/// <param name="IsGeneral">Whether <c>JsonSerializerDefaults.General</c>, where names are compared by case, rather than <c>Web</c>.</param>
/// <param name="Naming">The names of members.</param>
/// <param name="IsRelaxed">Whether text is escaped no more than JSON needs.</param>
internal sealed record JsonSettings(bool IsGeneral, JsonNamingForm Naming, bool IsRelaxed)
{
    public static readonly JsonSettings Web = new(false, JsonNamingForm.CamelCase, false);

    public bool IsWeb => this == Web;

    /// <summary>What sets an encoder's name apart; nothing for <see cref="Web"/>.</summary>
    public string Suffix => IsWeb ? string.Empty : $"_0_{(IsGeneral ? "General" : "Web")}{Naming}{(IsRelaxed ? "Relaxed" : string.Empty)}";
}

/// <summary>How names of members become names in JSON, by the numbers of KafkaGen's JsonNaming.</summary>
internal enum JsonNamingForm
{
    AsDeclared = 1,
    CamelCase = 2,
    SnakeCaseLower = 3,
    SnakeCaseUpper = 4,
    KebabCaseLower = 5,
    KebabCaseUpper = 6,
}
