using System.Globalization;
using System.Text;
using KafkaGen.Contracts;

namespace KafkaGen.EncodingTests;

/// <summary>
/// Cultures with the traits of Finnish and of a right-to-left language. They are made by hand, because a build without ICU data has neither.
/// </summary>
public class CultureTests
{
    [Fact]
    public void Finnish_signs_and_separators_change_nothing()
    {
        CultureInfo culture = Invariant();
        culture.NumberFormat.NegativeSign = "\u2212";
        culture.NumberFormat.NumberDecimalSeparator = ",";
        culture.DateTimeFormat.TimeSeparator = ".";
        culture.DateTimeFormat.DateSeparator = ".";
        Assert.Equal("\u22121,5", (-1.5).ToString(culture));
        AssertUnchanged(culture);
    }

    [Fact]
    public void Right_to_left_signs_and_separators_change_nothing()
    {
        CultureInfo culture = Invariant();
        culture.NumberFormat.NegativeSign = "\u200F-";
        culture.NumberFormat.NumberDecimalSeparator = "\u066B";
        culture.NumberFormat.NumberGroupSeparator = "\u066C";
        culture.NumberFormat.DigitSubstitution = DigitShapes.NativeNational;
        culture.NumberFormat.NativeDigits = ["\u0660", "\u0661", "\u0662", "\u0663", "\u0664", "\u0665", "\u0666", "\u0667", "\u0668", "\u0669"];
        culture.DateTimeFormat.AMDesignator = "\u0635";
        Assert.Equal("\u200F-1\u066B5", (-1.5).ToString(culture));
        AssertUnchanged(culture);
    }

    private static CultureInfo Invariant() => (CultureInfo)CultureInfo.InvariantCulture.Clone();

    private static void AssertUnchanged(CultureInfo culture)
    {
        string expected = WriteMany();
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = culture;
            Assert.Equal(expected, WriteMany());
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    private static string WriteMany()
    {
        var random = new RandomScalars(Seed.Value);
        var buffer = new RecordBuffer();
        for (int i = 0; i < 500; i++)
        {
            JsonText.Write(buffer, (sbyte)random.Int64());
            JsonText.Write(buffer, (short)random.Int64());
            JsonText.Write(buffer, (int)random.Int64());
            JsonText.Write(buffer, random.Int64());
            JsonText.Write(buffer, random.Int128());
            JsonText.Write(buffer, random.Half());
            JsonText.Write(buffer, random.Single());
            JsonText.Write(buffer, random.Double());
            JsonText.Write(buffer, random.Decimal());
            JsonText.Write(buffer, random.DateTime());
            JsonText.Write(buffer, random.DateTimeOffset());
            JsonText.Write(buffer, random.DateOnly());
            JsonText.Write(buffer, random.TimeOnly());
            JsonText.Write(buffer, random.TimeSpan());
            JsonText.Write(buffer, random.Version());
            JsonText.Write(buffer, random.Guid());
            Utf8Text.Write(buffer, random.Int64());
            Utf8Text.Write(buffer, random.Double());
            KeyBytes.WriteComponent(buffer, random.Int64());
        }

        return Encoding.UTF8.GetString(buffer.Value);
    }
}
