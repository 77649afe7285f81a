using System.Text.Encodings.Web;
using System.Text.Json;
using CsCheck;
using KafkaGen.Generator.Model;
using KafkaGen.Generator.Parsing;
using KafkaGen.TestKit;
using KafkaGen.TestKit.Values;

namespace KafkaGen.Generator.Tests.Json;

/// <summary>The generator's own policies and encoders against System.Text.Json's.</summary>
[Trait("Draws", "Random")]
public sealed class JsonPropertyNameTests
{
    private const int Names = 20_000;

    private static readonly (JsonNamingPolicy Policy, JsonNamingForm Naming)[] s_policies =
    [
        (JsonNamingPolicy.CamelCase, JsonNamingForm.CamelCase),
        (JsonNamingPolicy.SnakeCaseLower, JsonNamingForm.SnakeCaseLower),
        (JsonNamingPolicy.SnakeCaseUpper, JsonNamingForm.SnakeCaseUpper),
        (JsonNamingPolicy.KebabCaseLower, JsonNamingForm.KebabCaseLower),
        (JsonNamingPolicy.KebabCaseUpper, JsonNamingForm.KebabCaseUpper),
    ];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Every_character_is_escaped_as_System_Text_Json_escapes_it(bool isRelaxed)
    {
        JavaScriptEncoder encoder = isRelaxed ? JavaScriptEncoder.UnsafeRelaxedJsonEscaping : JavaScriptEncoder.Default;
        IEnumerable<string> characters = Enumerable.Range(0, 0x110000).Where(c => c is < 0xD800 or > 0xDFFF).Select(char.ConvertFromUtf32);
        Assert.Empty(
            from character in characters
            let expected = encoder.Encode(character)
            let escaped = JsonPropertyNames.Escape(character, isRelaxed)
            where expected != escaped
            select $"U+{char.ConvertToUtf32(character, 0):X4} is {expected}, not {escaped}");
    }

    [Fact]
    public void Names_are_those_of_System_Text_Jsons_policies()
    {
        var draws = new Draws();
        draws.Gen(() => string.Concat(Enumerable.Range(0, draws.Next(1, 12)).Select(_ => Letter(draws)))).Check(Names, name =>
            Assert.All(s_policies, policy =>
                Assert.Equal(policy.Policy.ConvertName(name), JsonPropertyNames.Of(name, policy.Naming))));
    }

    // Letters of an identifier: mostly those that begin and end words.
    private static char Letter(Draws draws)
    {
        char letter = draws.Next(6) switch
        {
            0 => (char)draws.Next('A', 'Z' + 1),
            1 or 2 => (char)draws.Next('a', 'z' + 1),
            3 => (char)draws.Next('0', '9' + 1),
            4 => "_ÄßıİǅⅣέσς数ﬀ"[draws.Next(12)],
            _ => (char)draws.Next(0xC0, 0xD800),
        };
        return char.IsLetterOrDigit(letter) || letter == '_' ? letter : 'x';
    }
}
