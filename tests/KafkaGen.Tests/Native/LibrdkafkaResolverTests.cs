using KafkaGen.Native;

namespace KafkaGen.Tests.Native;

public sealed class LibrdkafkaResolverTests
{
    [Fact]
    public void A_32_bit_process_is_refused_with_the_way_out()
    {
        NativeLibraryException error = Assert.Throws<NativeLibraryException>(() => LibrdkafkaResolver.EnsureProcess(is64Bit: false));

        Assert.Contains("64-bit process", error.Message, StringComparison.Ordinal);
        LibrdkafkaResolver.EnsureProcess(is64Bit: true);
    }

    [Fact]
    public void A_missing_library_is_an_exception_that_says_what_to_install()
    {
        NativeLibraryException error = Assert.Throws<NativeLibraryException>(
            () => LibrdkafkaResolver.LoadFirst(["librdkafka.so.1", "librdkafka"], static _ => 0));

        Assert.Contains("librdkafka.so.1, librdkafka", error.Message, StringComparison.Ordinal);
        Assert.Contains("apt-get install librdkafka1", error.Message, StringComparison.Ordinal);
        Assert.Contains("KAFKAGEN_LIBRDKAFKA", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_explicit_path_that_cannot_be_loaded_is_named_with_the_loaders_reason()
    {
        NativeLibraryException error = Assert.Throws<NativeLibraryException>(
            () => LibrdkafkaResolver.LoadExplicit("/no/such/folder/librdkafka.so.1"));

        Assert.Contains("KAFKAGEN_LIBRDKAFKA names '/no/such/folder/librdkafka.so.1'", error.Message, StringComparison.Ordinal);
        Assert.NotNull(error.InnerException);
    }

    [Fact]
    public void A_library_that_is_too_old_is_an_exception_with_its_version()
    {
        NativeLibraryException error = Assert.Throws<NativeLibraryException>(() => LibrdkafkaResolver.EnsureSupported(0x010903ff, "1.9.3"));

        Assert.Contains("librdkafka 1.9.3 is too old", error.Message, StringComparison.Ordinal);
        Assert.Contains("2.0.0 or newer", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_first_candidate_that_loads_is_taken() =>
        Assert.Equal(2, LibrdkafkaResolver.LoadFirst(["a", "b", "c"], candidate => candidate switch { "b" => 2, "c" => 3, _ => 0 }));

    [Fact]
    public void Confluent_Kafka_runs_on_the_same_library()
    {
        LibrdkafkaResolver.EnsureLoaded();

        Assert.Equal(Librdkafka.rd_kafka_version(), Confluent.Kafka.Library.Version);
    }
}
