using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using KafkaGen.Contracts;

namespace KafkaGen.Native;

/// <summary>An <c>rd_kafka_t</c> of type producer with its event queue. All pointers of the sender end here.</summary>
/// <remarks>Calls must not overlap with <see cref="Destroy"/>; the sender sees to it.</remarks>
internal sealed unsafe class NativeProducer
{
    private const int ReportsPerCall = 256;

    // The largest value that is still copied per call on the stack: partition, key, value, timestamp, headers, topic, flags, opaque.
    private const int MaxArguments = 8;

    private readonly nint _rk;
    private readonly nint _queue;
    private readonly bool _createsTopics;
    private readonly List<NativeTopic> _topics = [];
    private readonly KnownPartitions _known = new();
    private readonly bool _isIdempotent;

    private NativeProducer(nint rk, bool isIdempotent)
    {
        _rk = rk;
        _isIdempotent = isIdempotent;
        _queue = Librdkafka.rd_kafka_queue_get_main(rk);

        // "log.queue" is set: what librdkafka has to say goes through the event queue, not to stderr from threads of its own.
        Librdkafka.rd_kafka_set_log_queue(rk, _queue);
        Name = NativeText.FromZeroTerminated(Librdkafka.rd_kafka_name(rk));
        Transactions = new NativeTransactions(rk);
        Admin = new NativeAdmin(rk);
        _createsTopics = NativeConfiguration.Get(Librdkafka.rd_kafka_conf(rk), "allow.auto.create.topics") != "false";
    }

    /// <summary>librdkafka's name of the instance: client id and a number.</summary>
    internal string Name { get; }

    /// <summary>The calls of a producer with a <c>transactional.id</c>.</summary>
    internal NativeTransactions Transactions { get; }

    /// <summary>The calls that ask for topics and create them.</summary>
    internal NativeAdmin Admin { get; }

    /// <summary>Makes a producer.</summary>
    /// <param name="configuration">Its properties.</param>
    /// <param name="asksForTokens">Whether OAuth tokens come from the application, rather than from librdkafka itself.</param>
    /// <exception cref="KafkaConfigurationException">librdkafka refuses the combination of properties.</exception>
    internal static NativeProducer Create(NativeConfiguration configuration, bool asksForTokens = false)
    {
        bool isIdempotent = configuration.Get("enable.idempotence") == "true" || !string.IsNullOrEmpty(configuration.Get("transactional.id"));
        nint conf = configuration.Detach();
        int events = Librdkafka.EventDeliveryReport | Librdkafka.EventLog | Librdkafka.EventError | Librdkafka.EventStatistics;
        Librdkafka.rd_kafka_conf_set_events(conf, asksForTokens ? events | Librdkafka.EventOAuthBearerTokenRefresh : events);
        byte* error = stackalloc byte[NativeText.ErrorCapacity];
        nint rk = Librdkafka.rd_kafka_new(Librdkafka.ProducerType, conf, error, NativeText.ErrorCapacity);
        if (rk == 0)
        {
            Librdkafka.rd_kafka_conf_destroy(conf);
            throw Refusal(NativeText.FromZeroTerminated(error));
        }

        return new NativeProducer(rk, isIdempotent);
    }

    /// <summary>Opens a topic with properties of its own, on top of the topic properties of the producer's configuration.</summary>
    /// <exception cref="KafkaConfigurationException">librdkafka refuses a property.</exception>
    internal NativeTopic OpenTopic(string name, IEnumerable<KeyValuePair<string, string>> properties)
    {
        // A fresh rd_kafka_topic_conf_t would drop the user's topic properties: start from a copy of the default one.
        nint conf = Librdkafka.rd_kafka_default_topic_conf_dup(_rk);
        byte* error = stackalloc byte[NativeText.ErrorCapacity];
        foreach ((string property, string value) in properties)
        {
            fixed (byte* nativeName = NativeText.ToZeroTerminated(property), nativeValue = NativeText.ToZeroTerminated(value))
            {
                if (Librdkafka.rd_kafka_topic_conf_set(conf, nativeName, nativeValue, error, NativeText.ErrorCapacity) != Librdkafka.ConfOk)
                {
                    Librdkafka.rd_kafka_topic_conf_destroy(conf);
                    throw new KafkaConfigurationException(
                        property, $"Topic '{name}': '{property}' cannot be '{value}': {NativeText.FromZeroTerminated(error)}.");
                }
            }
        }

        fixed (byte* nativeName = NativeText.ToZeroTerminated(name))
        {
            nint handle = Librdkafka.rd_kafka_topic_new(_rk, nativeName, conf);
            if (handle == 0)
            {
                throw new KafkaConfigurationException(
                    name, $"Topic '{name}' cannot be opened: {Describe((KafkaErrorCode)Librdkafka.rd_kafka_last_error())}.");
            }

            NativeTopic topic = new(handle);
            lock (_topics)
            {
                _topics.Add(topic);
            }

            return topic;
        }
    }

    /// <summary>Hands one record to librdkafka, which copies it.</summary>
    /// <returns><see cref="KafkaErrorCode.None"/> when it is accepted: exactly one report with <paramref name="opaque"/> will follow.</returns>
    internal KafkaErrorCode Produce(NativeTopic topic, RecordBuffer record, ReadOnlySpan<RecordHeader> moreHeaders, nint opaque)
    {
        // A null pointer would mean "no key" and "tombstone", and that is what `fixed` makes of an empty span.
        byte sentinel = 0;
        fixed (byte* keyBytes = record.Key, valueBytes = record.Value)
        {
            byte* key = !record.HasKey ? null : keyBytes != null ? keyBytes : &sentinel;
            byte* value = record.IsTombstone ? null : valueBytes != null ? valueBytes : &sentinel;
            nuint keyLength = (nuint)record.Key.Length;
            nuint valueLength = (nuint)record.Value.Length;
            if (record.HeaderCount + moreHeaders.Length == 0 && record.Timestamp is null && record.Partition is null)
            {
                return Librdkafka.rd_kafka_produce(
                    topic.Handle, Librdkafka.PartitionUnassigned, Librdkafka.MessageCopy, value, valueLength, key, keyLength, opaque) == 0
                    ? KafkaErrorCode.None
                    : (KafkaErrorCode)Librdkafka.rd_kafka_last_error();
            }

            RdKafkaVu* arguments = stackalloc RdKafkaVu[MaxArguments];
            int count = 0;
            arguments[count++] = new() { Type = RdKafkaVtype.Rkt, Pointer = topic.Handle };
            arguments[count++] = new() { Type = RdKafkaVtype.MsgFlags, Int32 = Librdkafka.MessageCopy };
            arguments[count++] = new() { Type = RdKafkaVtype.Opaque, Pointer = opaque };
            arguments[count++] = new() { Type = RdKafkaVtype.Value, Bytes = value, Size = valueLength };
            if (key != null)
            {
                arguments[count++] = new() { Type = RdKafkaVtype.Key, Bytes = key, Size = keyLength };
            }

            if (record.Partition is { } partition)
            {
                arguments[count++] = new() { Type = RdKafkaVtype.Partition, Int32 = partition };
            }

            if (record.Timestamp is { } timestamp)
            {
                arguments[count++] = new() { Type = RdKafkaVtype.Timestamp, Int64 = timestamp };
            }

            nint headers = 0;
            if (record.HeaderCount + moreHeaders.Length > 0)
            {
                headers = BuildHeaders(record, moreHeaders);
                arguments[count++] = new() { Type = RdKafkaVtype.Headers, Pointer = headers };
            }

            nint error = Librdkafka.rd_kafka_produceva(_rk, arguments, (nuint)count);
            return error == 0 ? KafkaErrorCode.None : Refused(error, headers);
        }
    }

    /// <summary>Serves the events that arrive within <paramref name="timeout"/>.</summary>
    internal void Poll(TimeSpan timeout, IProducerEvents sink)
    {
        nint rkev = Librdkafka.rd_kafka_queue_poll(_queue, (int)timeout.TotalMilliseconds);
        if (rkev == 0)
        {
            return;
        }

        bool delivered = false;
        try
        {
            switch (Librdkafka.rd_kafka_event_type(rkev))
            {
                case Librdkafka.EventDeliveryReport:
                    delivered = true;
                    ReadReports(rkev, sink);
                    break;
                case Librdkafka.EventLog:
                    ReadLog(rkev, sink);
                    break;
                case Librdkafka.EventError:
                    ReadError(rkev, sink);
                    break;
                case Librdkafka.EventStatistics:
                    sink.OnStatistics(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(Librdkafka.rd_kafka_event_stats(rkev)));
                    break;
                case Librdkafka.EventOAuthBearerTokenRefresh:
                    sink.OnTokenNeeded();
                    break;
            }
        }
        finally
        {
            Librdkafka.rd_kafka_event_destroy(rkev);
            if (delivered)
            {
                // Only now: librdkafka counts the records as queued until the event is destroyed.
                sink.OnDeliveredBatchEnd();
            }
        }
    }

    /// <summary>Sets the OAuth token of connections that are made from now on.</summary>
    /// <returns><see langword="null"/>, or why librdkafka refuses the token.</returns>
    internal string? SetToken(OAuthBearerToken token)
    {
        string[] texts = [.. token.Extensions.SelectMany(extension => new[] { extension.Key, extension.Value })];
        GCHandle[] pins = [.. texts.Select(text => GCHandle.Alloc(NativeText.ToZeroTerminated(text), GCHandleType.Pinned))];
        byte* error = stackalloc byte[NativeText.ErrorCapacity];
        try
        {
            nint[] extensions = [.. pins.Select(pin => pin.AddrOfPinnedObject())];
            fixed (byte* value = NativeText.ToZeroTerminated(token.Value), principal = NativeText.ToZeroTerminated(token.Principal))
            fixed (nint* pairs = extensions)
            {
                int code = Librdkafka.rd_kafka_oauthbearer_set_token(
                    _rk,
                    value,
                    token.Expires.ToUnixTimeMilliseconds(),
                    principal,
                    (byte**)pairs,
                    (nuint)extensions.Length,
                    error,
                    NativeText.ErrorCapacity);
                return code == 0 ? null : NativeText.FromZeroTerminated(error);
            }
        }
        finally
        {
            Array.ForEach(pins, pin => pin.Free());
        }
    }

    /// <summary>Tells librdkafka that there is no token; it asks again after ten seconds.</summary>
    internal void FailToken(string reason)
    {
        fixed (byte* text = NativeText.ToZeroTerminated(reason))
        {
            _ = Librdkafka.rd_kafka_oauthbearer_set_token_failure(_rk, text);
        }
    }

    /// <summary>Sets user and password of connections that are made from now on.</summary>
    /// <returns><see langword="null"/>, or why librdkafka refuses them.</returns>
    internal string? SetCredentials(string username, string password)
    {
        fixed (byte* name = NativeText.ToZeroTerminated(username), secret = NativeText.ToZeroTerminated(password))
        {
            return NativeError.Take(Librdkafka.rd_kafka_sasl_set_credentials(_rk, name, secret))?.Reason;
        }
    }

    /// <summary>Ends a <see cref="Poll"/> that waits.</summary>
    internal void WakePoll() => Librdkafka.rd_kafka_queue_yield(_queue);

    /// <summary>Sends what is queued without waiting for the linger, until all is reported or the time is up.</summary>
    internal void Flush(TimeSpan timeout) => Librdkafka.rd_kafka_flush(_rk, (int)timeout.TotalMilliseconds);

    /// <summary>Gives up what is queued or in flight: each record is reported as purged.</summary>
    internal void Purge() => Librdkafka.rd_kafka_purge(_rk, Librdkafka.PurgeQueueAndInFlight);

    /// <summary>Fetches the metadata of the topics opened so far, which connects to the cluster. Blocks.</summary>
    /// <returns>How many brokers the cluster has, or why there is no answer.</returns>
    internal (KafkaErrorCode Code, int Brokers) FetchMetadata(TimeSpan timeout)
    {
        // For the opened topics librdkafka lets the broker create those that are missing, against allow.auto.create.topics=false, as soon as it has them all
        // in its cache (rd_kafka_metadata in rdkafka_metadata.c). For all topics it does not.
        int all = _createsTopics ? 0 : 1;
        nint metadata = 0;
        int error = Librdkafka.rd_kafka_metadata(_rk, all, 0, &metadata, (int)timeout.TotalMilliseconds);
        if (metadata == 0)
        {
            return ((KafkaErrorCode)error, 0);
        }

        int brokers = ((RdKafkaMetadata*)metadata)->BrokerCount;
        Librdkafka.rd_kafka_metadata_destroy(metadata);
        return ((KafkaErrorCode)error, brokers);
    }

    /// <summary>The id of the cluster by the last metadata; <see langword="null"/> before the first. Does not block.</summary>
    internal string? ClusterId()
    {
        byte* id = Librdkafka.rd_kafka_clusterid(_rk, 0);
        if (id == null)
        {
            return null;
        }

        string text = NativeText.FromZeroTerminated(id);
        Librdkafka.rd_kafka_mem_free(_rk, id);
        return text;
    }

    /// <summary>Asks the cluster how many partitions a topic has. Blocks.</summary>
    internal (KafkaErrorCode Code, int Partitions) FetchPartitionCount(NativeTopic topic, TimeSpan timeout)
    {
        nint metadata = 0;
        int error = Librdkafka.rd_kafka_metadata(_rk, 0, topic.Handle, &metadata, (int)timeout.TotalMilliseconds);
        if (error != 0)
        {
            return ((KafkaErrorCode)error, 0);
        }

        RdKafkaMetadata* answer = (RdKafkaMetadata*)metadata;
        (KafkaErrorCode Code, int Partitions) result = answer->TopicCount == 0
            ? (KafkaErrorCode.UnknownTopicOrPart, 0)
            : ((KafkaErrorCode)answer->Topics->Err, answer->Topics->PartitionCount);
        Librdkafka.rd_kafka_metadata_destroy(metadata);
        return result;
    }

    /// <summary>The error after which this producer cannot send any more, if there is one.</summary>
    internal (KafkaErrorCode Code, string Reason)? FatalError()
    {
        byte* reason = stackalloc byte[NativeText.ErrorCapacity];
        int code = Librdkafka.rd_kafka_fatal_error(_rk, reason, NativeText.ErrorCapacity);
        return code == 0 ? null : ((KafkaErrorCode)code, NativeText.FromZeroTerminated(reason));
    }

    /// <summary>librdkafka's text of a code.</summary>
    internal static string Describe(KafkaErrorCode code) => NativeText.FromZeroTerminated(Librdkafka.rd_kafka_err2str((int)code));

    /// <summary>librdkafka's name of a code, such as <c>_MSG_TIMED_OUT</c>.</summary>
    internal static string NameOf(KafkaErrorCode code) => NativeText.FromZeroTerminated(Librdkafka.rd_kafka_err2name((int)code));

    /// <summary>Frees topics, queue and producer, in this order. Blocks until librdkafka's threads have ended.</summary>
    internal void Destroy()
    {
        foreach (NativeTopic topic in _topics)
        {
            topic.Destroy();
        }

        Librdkafka.rd_kafka_queue_destroy(_queue);
        Librdkafka.rd_kafka_destroy(_rk);
    }

    // A list of ours by VTYPE_HEADERS: with single VTYPE_HEADER arguments, librdkafka 2.0.2 frees the headers twice and crashes when the
    // partition does not exist.
    private static nint BuildHeaders(RecordBuffer record, ReadOnlySpan<RecordHeader> moreHeaders)
    {
        nint headers = Librdkafka.rd_kafka_headers_new((nuint)(record.HeaderCount + moreHeaders.Length));
        try
        {
            for (int i = 0; i < record.HeaderCount; i++)
            {
                AddHeader(headers, record.HeaderName(i), record.HeaderValue(i));
            }

            foreach (RecordHeader header in moreHeaders)
            {
                AddHeader(headers, System.Text.Encoding.UTF8.GetBytes(header.Name), header.Value.Span);
            }

            return headers;
        }
        catch
        {
            // The memory of a header may be the application's (MemoryManager), and throw.
            Librdkafka.rd_kafka_headers_destroy(headers);
            throw;
        }
    }

    private static void AddHeader(nint headers, ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        byte sentinel = 0;
        fixed (byte* nameBytes = name, valueBytes = value)
        {
            Librdkafka.rd_kafka_header_add(
                headers, nameBytes, name.Length, valueBytes != null ? valueBytes : &sentinel, value.Length);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static KafkaErrorCode Refused(nint error, nint headers)
    {
        NativeError refusal = NativeError.Take(error)!.Value;
        if (headers != 0)
        {
            // They are librdkafka's only when it accepts the record.
            Librdkafka.rd_kafka_headers_destroy(headers);
        }

        // rd_kafka_produceva tells what was fatal before, where rd_kafka_produce tells that something was.
        return refusal.IsFatal ? KafkaErrorCode.LocalFatal : refusal.Code;
    }

    private void ReadReports(nint rkev, IProducerEvents sink)
    {
        RdKafkaMessage** messages = stackalloc RdKafkaMessage*[ReportsPerCall];
        bool? offsetsKnown = null;
        nuint count;
        while ((count = Librdkafka.rd_kafka_event_message_array(rkev, messages, ReportsPerCall)) > 0)
        {
            for (nuint i = 0; i < count; i++)
            {
                // An event is one batch. Where the broker had stored it on an earlier attempt, librdkafka counts on from -1.
                offsetsKnown ??= messages[i]->Offset >= 0;
                bool isDoubtful = !offsetsKnown.Value && messages[i]->Err == 0 && _isIdempotent && !_known.Contains(messages[i]);
                DeliveryReport report = new(messages[i], offsetsKnown.Value, isDoubtful);
                sink.OnDelivered(in report);
            }

            if (offsetsKnown is true && messages[count - 1]->Err == 0)
            {
                _known.OnStored(messages[count - 1]);
            }
        }
    }

    private static void ReadLog(nint rkev, IProducerEvents sink)
    {
        byte* facility;
        byte* text;
        int level;
        if (Librdkafka.rd_kafka_event_log(rkev, &facility, &text, &level) == 0)
        {
            sink.OnLog(level, NativeText.FromZeroTerminated(facility), NativeText.FromZeroTerminated(text));
        }
    }

    // librdkafka puts the properties it speaks of in backticks: "`acks` must be set to `all` when `enable.idempotence` is true".
    private static KafkaConfigurationException Refusal(string reason)
    {
        string[] parts = reason.Split('`');
        return new KafkaConfigurationException(parts.Length > 1 ? parts[1] : "", $"librdkafka refuses the configuration: {reason}.");
    }

    private static void ReadError(nint rkev, IProducerEvents sink) =>
        sink.OnError(
            (KafkaErrorCode)Librdkafka.rd_kafka_event_error(rkev),
            NativeText.FromZeroTerminated(Librdkafka.rd_kafka_event_error_string(rkev)),
            Librdkafka.rd_kafka_event_error_is_fatal(rkev) != 0);
}
