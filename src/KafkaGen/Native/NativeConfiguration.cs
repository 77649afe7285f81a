namespace KafkaGen.Native;

/// <summary>An <c>rd_kafka_conf_t</c> while it is filled. Becomes the producer's when <see cref="NativeProducer"/> is made of it.</summary>
internal sealed unsafe class NativeConfiguration : IDisposable
{
    private nint _conf = Librdkafka.rd_kafka_conf_new();

    /// <summary>Sets a property.</summary>
    /// <returns><see langword="null"/>, or librdkafka's reason for refusing it.</returns>
    internal string? Set(string name, string value)
    {
        byte* error = stackalloc byte[NativeText.ErrorCapacity];
        fixed (byte* nativeName = NativeText.ToZeroTerminated(name), nativeValue = NativeText.ToZeroTerminated(value))
        {
            return Librdkafka.rd_kafka_conf_set(_conf, nativeName, nativeValue, error, NativeText.ErrorCapacity) switch
            {
                Librdkafka.ConfOk => null,
                Librdkafka.ConfUnknown => $"librdkafka {LibrdkafkaResolver.VersionText()} does not have this property; a newer version may.",
                _ => NativeText.FromZeroTerminated(error),
            };
        }
    }

    /// <summary>Reads a property back, as librdkafka understood it; <see langword="null"/> when it has no value.</summary>
    internal string? Get(string name) => Get(_conf, name);

    /// <summary>The same of a configuration that is a producer's already.</summary>
    internal static string? Get(nint conf, string name)
    {
        byte* value = stackalloc byte[NativeText.ErrorCapacity];
        nuint size = NativeText.ErrorCapacity;
        fixed (byte* nativeName = NativeText.ToZeroTerminated(name))
        {
            return Librdkafka.rd_kafka_conf_get(conf, nativeName, value, &size) == Librdkafka.ConfOk
                ? NativeText.FromZeroTerminated(value)
                : null;
        }
    }

    /// <summary>Has the log say why a broker's certificate is refused.</summary>
    internal void ExplainCertificates() => CertificateCheck.Register(_conf);

    /// <summary>Hands the configuration over: <c>rd_kafka_new</c> owns it when it succeeds.</summary>
    internal nint Detach()
    {
        nint conf = _conf;
        _conf = 0;
        return conf;
    }

    public void Dispose()
    {
        if (_conf != 0)
        {
            Librdkafka.rd_kafka_conf_destroy(Detach());
        }
    }
}
