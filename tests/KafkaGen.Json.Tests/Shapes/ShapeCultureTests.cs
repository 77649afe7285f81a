using System.Globalization;
using KafkaGen.Json.Tests.Shapes.Comparing;
using KafkaGen.Json.Tests.Shapes.Compiling;

namespace KafkaGen.Json.Tests.Shapes;

/// <summary>The compiler's and the program's culture change nothing of what is generated and written.</summary>
public class ShapeCultureTests
{
    private const int Rounds = 3;

    private static readonly Lazy<IReadOnlyList<string>> s_invariantFiles = new(() => FilesUnder(CultureInfo.InvariantCulture));

    [Theory]
    [InlineData("en-US")]
    [InlineData("tr-TR")]
    [InlineData("fi-FI")]
    [InlineData("ar-SA")]
    public void Values_have_System_Text_Jsons_bytes_in(string name)
    {
        CultureInfo culture = RealCulture(name);
        using (new CultureScope(culture))
        {
            foreach (Shape shape in HandMadeShapes.All.Where(shape => shape.Refusal is null))
            {
                ShapeComparison.Compare(HandMadeShapeTests.Compiled, shape, Seed.Value, Rounds);
            }
        }
    }

    [Theory]
    [InlineData("en-US")]
    [InlineData("tr-TR")]
    [InlineData("fi-FI")]
    [InlineData("ar-SA")]
    public void The_generator_writes_the_same_files_in(string name) => Assert.Equal(s_invariantFiles.Value, FilesUnder(RealCulture(name)));

    private static IReadOnlyList<string> FilesUnder(CultureInfo culture)
    {
        using (new CultureScope(culture))
        {
            return CompiledShapes.FilesOf(ShapeFiles.All);
        }
    }

    // Without ICU every culture has the invariant one's data, and a test of it would show nothing.
    private static CultureInfo RealCulture(string name)
    {
        CultureInfo culture = CultureInfo.GetCultureInfo(name);
        bool isReal = name switch
        {
            "en-US" => culture.DateTimeFormat.ShortDatePattern == "M/d/yyyy",
            "tr-TR" => culture.TextInfo.ToUpper('i') == 'İ',
            "fi-FI" => culture.NumberFormat.NegativeSign == "\u2212",
            "ar-SA" => culture.DateTimeFormat.Calendar is not GregorianCalendar,
            _ => false,
        };
        if (!isReal)
        {
            Assert.Skip($"The culture {name} has no data of its own here: .NET found no ICU (on Debian: apt-get install libicu-dev or libicu72), or runs without it.");
        }

        return culture;
    }

    private readonly struct CultureScope : IDisposable
    {
        private readonly CultureInfo _before = CultureInfo.CurrentCulture;

        public CultureScope(CultureInfo culture) => CultureInfo.CurrentCulture = culture;

        public void Dispose() => CultureInfo.CurrentCulture = _before;
    }
}
