using System.Reflection;
using KafkaGen.ContractModel;
using KafkaGen.Contracts;

namespace KafkaGen.JsonTests;

/// <summary>A whole record costs no memory once the buffer has grown.</summary>
public class AllocationTests
{
    private const int Rounds = 200;

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
        property.SetValue(with, new RandomMessages(Seed.Value).Make(Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType));
        Assert.Equal(Allocated(without), Allocated(with));
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
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < Rounds; i++)
        {
            contract.Encode(in message, buffer);
        }

        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private sealed class Measurement : IContractVisitor
    {
        public void Visit<T>(KafkaContract<T> contract) =>
            Assert.Equal(0, Allocated(contract, Encodable(contract, new RandomMessages(Seed.Value))));

        // Some random messages have no record: an unspecified timestamp, a composite key with a part that is null.
        private static T Encodable<T>(KafkaContract<T> contract, RandomMessages messages)
        {
            var buffer = new RecordBuffer();
            for (int attempt = 0; attempt < 1000; attempt++)
            {
                T message = messages.Next<T>();
                if (Record.Exception(() => contract.Encode(in message, buffer)) is null)
                {
                    return message;
                }
            }

            throw new InvalidOperationException($"No random message of {typeof(T)} can be encoded.");
        }
    }
}
