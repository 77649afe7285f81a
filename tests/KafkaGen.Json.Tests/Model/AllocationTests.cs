using System.Collections;
using System.Reflection;
using KafkaGen.ContractModel;
using KafkaGen.Contracts;

namespace KafkaGen.Json.Tests.Model;

/// <summary>A whole record costs no memory once the buffer has grown.</summary>
[Trait("Draws", "Random")]
public class AllocationTests
{
    private const int Rounds = 200;
    private const int Measurements = 5;

    // Walking these allocates an enumerator in the BCL, or one behind an interface.
    private static readonly HashSet<string> s_enumeratorsOnTheHeap =
    [
        nameof(Collections.ICollection), nameof(Collections.IReadOnlyCollection), nameof(Collections.IEnumerable), nameof(Collections.ISet),
        nameof(Collections.IReadOnlySet), nameof(Collections.SortedSet), nameof(Collections.ConcurrentQueue), nameof(Collections.Collection),
        nameof(Collections.ObservableCollection), nameof(Collections.ImmutableList),
        nameof(Collections.ImmutableHashSet), nameof(Collections.Tags), nameof(Collections.Segment),
        nameof(Dictionaries.IDictionary), nameof(Dictionaries.IReadOnlyDictionary),
        nameof(Dictionaries.SortedDictionary), nameof(Dictionaries.SortedList), nameof(Dictionaries.ConcurrentDictionary),
        nameof(Dictionaries.ImmutableDictionary), nameof(Dictionaries.ImmutableSortedDictionary), nameof(Dictionaries.ReadOnlyDictionary),
    ];

    // By their members; and what converters, documents and values declared as object allocate is theirs.
    private static readonly HashSet<string> s_measuredOtherwise =
        [typeof(Collections).FullName!, typeof(Dictionaries).FullName!, typeof(Converters).FullName!, typeof(Keyed).FullName!,
        typeof(Documents).FullName!,
        typeof(Extended).FullName!,
        typeof(Vendor.Standard.Order).FullName!,
        typeof(GeneralSettings).FullName!, typeof(SnakeSettings).FullName!, typeof(KebabSettings).FullName!, typeof(RelaxedSettings).FullName!];

    public static IEnumerable<TheoryDataRow<string>> ContractNames =>
        Contracts.Names.Where(row => !s_measuredOtherwise.Contains(row.Data));

    [Theory]
    [MemberData(nameof(ContractNames))]
    public void A_record_allocates_nothing(string contract) => Contracts.Get(contract).Accept(new Measurement());

    public static IEnumerable<TheoryDataRow<string>> CollectionMembers => Members<Collections>();

    public static IEnumerable<TheoryDataRow<string>> DictionaryMembers => Members<Dictionaries>();

    [Theory]
    [MemberData(nameof(CollectionMembers))]
    public void A_collection_with_an_enumerator_of_its_own_allocates_nothing(string member) => MeasureMember<Collections>(member);

    [Theory]
    [MemberData(nameof(DictionaryMembers))]
    public void A_dictionary_with_an_enumerator_of_its_own_allocates_nothing(string member) => MeasureMember<Dictionaries>(member);

    private static IEnumerable<TheoryDataRow<string>> Members<T>() =>
        from property in typeof(T).GetProperties()
        where !s_enumeratorsOnTheHeap.Contains(property.Name)
        select new TheoryDataRow<string>(property.Name);

    private static void MeasureMember<T>(string member)
        where T : class, new()
    {
        PropertyInfo property = typeof(T).GetProperty(member)!;
        T without = Base<T>();
        T with = Base<T>();
        var messages = new RandomMessages();
        Gen<object> values = messages.Gen(() => messages.Make(Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType));
        property.SetValue(with, values.Values().First(value => value is not IEnumerable elements || elements.Cast<object>().Any()));
        (long least, long allocated) = (Allocated(without), Allocated(with));
        Assert.True(least == allocated, $"{allocated - least} bytes in {Rounds} rounds. {Seed.Hint}");
    }

    // A default ArraySegment is refused, by System.Text.Json as well.
    private static T Base<T>()
        where T : class, new()
        => new Collections { Segment = new byte[1] } as T ?? new T();

    private static long Allocated<T>(T message) => Allocated(ContractRegistry.Get<T>(), in message);

    private static long Allocated<T>(KafkaContract<T> contract, in T message)
    {
        var buffer = new RecordBuffer();
        contract.Encode(in message, buffer);

        // What a record allocates is there every time; what the runtime does once, on whichever thread, is not.
        long least = long.MaxValue;
        for (int measurement = 0; measurement < Measurements && least > 0; measurement++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < Rounds; i++)
            {
                contract.Encode(in message, buffer);
            }

            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }

    private sealed class Measurement : IContractVisitor
    {
        public void Visit<T>(KafkaContract<T> contract)
        {
            // Some random messages have no record: an unspecified timestamp, a composite key with a part that is null.
            var buffer = new RecordBuffer();
            T message = new RandomMessages().Gen<T>().Values().Take(1000).First(
                message => Record.Exception(() => contract.Encode(in message, buffer)) is not RecordEncodingException);
            long allocated = Allocated(contract, in message);
            Assert.True(allocated == 0, $"{allocated} bytes in {Rounds} rounds. {Seed.Hint}");
        }
    }
}
