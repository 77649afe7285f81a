using System.Globalization;
using System.Text;
using KafkaGen.Contracts;

namespace KafkaGen.Json.Tests.Primitives;

/// <summary>
/// Cultures with the traits of Finnish and of a right-to-left language. They are made by hand, because a build without ICU data has neither.
/// </summary>
[Trait("Draws", "Random")]
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
        CultureInfo before = CultureInfo.CurrentCulture;
        var buffer = new RecordBuffer();
        RandomScalars.Gen(SomeOfEach).Check(500, write => Assert.Equal(Written(write, before), Written(write, culture)));

        string Written(Action<RecordBuffer> write, CultureInfo current)
        {
            buffer.Clear();
            CultureInfo.CurrentCulture = current;
            try
            {
                write(buffer);
            }
            finally
            {
                CultureInfo.CurrentCulture = before;
            }

            return Encoding.UTF8.GetString(buffer.Value);
        }
    }

    private static Action<RecordBuffer> SomeOfEach(RandomScalars random)
    {
        List<Action<RecordBuffer>> writes = [];
        Add(JsonText.Write, (sbyte)random.Int64());
        Add(JsonText.Write, (short)random.Int64());
        Add(JsonText.Write, (int)random.Int64());
        Add(JsonText.Write, random.Int64());
        Add(JsonText.Write, random.Int128());
        Add(JsonText.Write, random.Half());
        Add(JsonText.Write, random.Single());
        Add(JsonText.Write, random.Double());
        Add(JsonText.Write, random.Decimal());
        Add(JsonText.Write, random.DateTime());
        Add(JsonText.Write, random.DateTimeOffset());
        Add(JsonText.Write, random.DateOnly());
        Add(JsonText.Write, random.TimeOnly());
        Add(JsonText.Write, random.TimeSpan());
        Add(JsonText.Write, random.Version());
        Add(JsonText.Write, random.Guid());
        Add(Utf8Text.Write, random.Int64());
        Add(Utf8Text.Write, random.Double());
        Add(KeyBytes.WriteComponent, random.Int64());
        return buffer => writes.ForEach(write => write(buffer));

        void Add<T>(Action<RecordBuffer, T> write, T value) => writes.Add(buffer => write(buffer, value));
    }
}
