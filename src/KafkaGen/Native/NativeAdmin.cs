namespace KafkaGen.Native;

/// <summary>A topic as a cluster's metadata tells it.</summary>
/// <param name="Partitions">How many partitions it has.</param>
/// <param name="ReplicationFactor">How many brokers hold the partition that fewest hold.</param>
/// <param name="IsServed">Whether each partition has a leader.</param>
internal readonly record struct ExistingTopic(int Partitions, int ReplicationFactor, bool IsServed);

/// <summary>A topic to create; what is <see langword="null"/> is left to the broker.</summary>
internal sealed record NewTopic(string Name, int? Partitions, int? ReplicationFactor, IReadOnlyDictionary<string, string> Config);

/// <summary>What a broker says to one topic of a request.</summary>
/// <param name="Code">Kafka's code; <see cref="KafkaErrorCode.None"/> when it is done.</param>
/// <param name="Reason">Its text.</param>
/// <param name="Config">The topic's settings, of those that were asked for.</param>
internal sealed record TopicAnswer(KafkaErrorCode Code, string Reason, IReadOnlyDictionary<string, string> Config);

/// <summary>The admin calls of an <c>rd_kafka_t</c>. They block until the broker has answered, the time is up, or the caller gives up.</summary>
internal sealed unsafe class NativeAdmin(nint rk)
{
    private const int BrokersDefault = -1;
    private const int PollMs = 100;

    /// <summary>All topics of the cluster that the user may describe.</summary>
    /// <remarks>Of all: to ask for one by its name would create it, where brokers create topics by themselves.</remarks>
    internal (NativeError? Error, Dictionary<string, ExistingTopic> Topics) ListTopics(TimeSpan timeout)
    {
        nint metadata = 0;
        KafkaErrorCode code = (KafkaErrorCode)Librdkafka.rd_kafka_metadata(rk, 1, 0, &metadata, (int)timeout.TotalMilliseconds);
        if (code != KafkaErrorCode.None)
        {
            return (Failure(code, NativeProducer.Describe(code)), []);
        }

        RdKafkaMetadata* answer = (RdKafkaMetadata*)metadata;
        Dictionary<string, ExistingTopic> topics = new(answer->TopicCount);
        for (int i = 0; i < answer->TopicCount; i++)
        {
            RdKafkaMetadataTopic* topic = answer->Topics + i;
            topics[NativeText.FromZeroTerminated(topic->Topic)] = Read(topic);
        }

        Librdkafka.rd_kafka_metadata_destroy(metadata);
        return (null, topics);
    }

    /// <summary>Creates topics.</summary>
    internal (NativeError? Error, Dictionary<string, TopicAnswer> Answers) CreateTopics(
        IReadOnlyList<NewTopic> topics, TimeSpan timeout, CancellationToken cancellationToken)
    {
        nint[] handles = new nint[topics.Count];
        try
        {
            for (int i = 0; i < topics.Count; i++)
            {
                handles[i] = ToNative(topics[i]);
            }

            return Ask(Librdkafka.AdminCreateTopics, handles, timeout, cancellationToken);
        }
        finally
        {
            Array.ForEach(handles, Librdkafka.rd_kafka_NewTopic_destroy);
        }
    }

    /// <summary>Asks for the settings of topics.</summary>
    internal (NativeError? Error, Dictionary<string, TopicAnswer> Answers) DescribeTopics(
        IReadOnlyList<string> topics, TimeSpan timeout, CancellationToken cancellationToken)
    {
        nint[] handles = new nint[topics.Count];
        try
        {
            for (int i = 0; i < topics.Count; i++)
            {
                fixed (byte* name = NativeText.ToZeroTerminated(topics[i]))
                {
                    handles[i] = Librdkafka.rd_kafka_ConfigResource_new(Librdkafka.ResourceTopic, name);
                }
            }

            return Ask(Librdkafka.AdminDescribeConfigs, handles, timeout, cancellationToken);
        }
        finally
        {
            Array.ForEach(handles, Librdkafka.rd_kafka_ConfigResource_destroy);
        }
    }

    private static ExistingTopic Read(RdKafkaMetadataTopic* topic)
    {
        int replicas = int.MaxValue;
        bool isServed = topic->Err == 0 && topic->PartitionCount > 0;
        for (int i = 0; i < topic->PartitionCount; i++)
        {
            RdKafkaMetadataPartition* partition = topic->Partitions + i;
            replicas = Math.Min(replicas, partition->ReplicaCount);
            isServed &= partition->Leader >= 0;
        }

        return new ExistingTopic(topic->PartitionCount, topic->PartitionCount == 0 ? 0 : replicas, isServed);
    }

    private static nint ToNative(NewTopic topic)
    {
        byte* error = stackalloc byte[NativeText.ErrorCapacity];
        nint handle;
        fixed (byte* name = NativeText.ToZeroTerminated(topic.Name))
        {
            handle = Librdkafka.rd_kafka_NewTopic_new(
                name, topic.Partitions ?? BrokersDefault, topic.ReplicationFactor ?? BrokersDefault, error, NativeText.ErrorCapacity);
        }

        if (handle == 0)
        {
            throw new KafkaConfigurationException(topic.Name, $"Topic '{topic.Name}' cannot be created: {NativeText.FromZeroTerminated(error)}.");
        }

        foreach ((string setting, string value) in topic.Config)
        {
            fixed (byte* name = NativeText.ToZeroTerminated(setting), text = NativeText.ToZeroTerminated(value))
            {
                _ = Librdkafka.rd_kafka_NewTopic_set_config(handle, name, text);
            }
        }

        return handle;
    }

    private static NativeError Failure(KafkaErrorCode code, string reason) => new(code, reason, IsFatal: false, IsRetriable: false, RequiresAbort: false);

    private (NativeError? Error, Dictionary<string, TopicAnswer> Answers) Ask(int operation, nint[] handles, TimeSpan timeout, CancellationToken cancellationToken)
    {
        // A queue of its own: the answer must not be read, and thrown away, by the thread of delivery reports.
        nint queue = Librdkafka.rd_kafka_queue_new(rk);
        nint options = Librdkafka.rd_kafka_AdminOptions_new(rk, operation);
        byte* error = stackalloc byte[NativeText.ErrorCapacity];
        try
        {
            _ = Librdkafka.rd_kafka_AdminOptions_set_request_timeout(options, (int)timeout.TotalMilliseconds, error, NativeText.ErrorCapacity);
            fixed (nint* first = handles)
            {
                if (operation == Librdkafka.AdminCreateTopics)
                {
                    Librdkafka.rd_kafka_CreateTopics(rk, first, (nuint)handles.Length, options, queue);
                }
                else
                {
                    Librdkafka.rd_kafka_DescribeConfigs(rk, first, (nuint)handles.Length, options, queue);
                }
            }

            return Wait(operation, queue, timeout, cancellationToken);
        }
        finally
        {
            Librdkafka.rd_kafka_AdminOptions_destroy(options);
            Librdkafka.rd_kafka_queue_destroy(queue);
        }
    }

    private static (NativeError? Error, Dictionary<string, TopicAnswer> Answers) Wait(int operation, nint queue, TimeSpan timeout, CancellationToken cancellationToken)
    {
        // librdkafka ends the request itself when its time is up, and says why.
        long until = Environment.TickCount64 + (long)timeout.TotalMilliseconds + (10 * PollMs);
        while (!cancellationToken.IsCancellationRequested && Environment.TickCount64 < until)
        {
            nint rkev = Librdkafka.rd_kafka_queue_poll(queue, PollMs);
            if (rkev == 0)
            {
                continue;
            }

            try
            {
                KafkaErrorCode code = (KafkaErrorCode)Librdkafka.rd_kafka_event_error(rkev);
                return code == KafkaErrorCode.None
                    ? (null, operation == Librdkafka.AdminCreateTopics ? ReadCreated(rkev) : ReadDescribed(rkev))
                    : (Failure(code, NativeText.FromZeroTerminated(Librdkafka.rd_kafka_event_error_string(rkev))), []);
            }
            finally
            {
                Librdkafka.rd_kafka_event_destroy(rkev);
            }
        }

        cancellationToken.ThrowIfCancellationRequested();
        return (Failure(KafkaErrorCode.LocalTimedOut, NativeProducer.Describe(KafkaErrorCode.LocalTimedOut)), []);
    }

    private static Dictionary<string, TopicAnswer> ReadCreated(nint rkev)
    {
        nuint count;
        nint* topics = Librdkafka.rd_kafka_CreateTopics_result_topics(Librdkafka.rd_kafka_event_CreateTopics_result(rkev), &count);
        Dictionary<string, TopicAnswer> answers = [];
        for (nuint i = 0; i < count; i++)
        {
            answers[NativeText.FromZeroTerminated(Librdkafka.rd_kafka_topic_result_name(topics[i]))] = new TopicAnswer(
                (KafkaErrorCode)Librdkafka.rd_kafka_topic_result_error(topics[i]),
                NativeText.FromZeroTerminated(Librdkafka.rd_kafka_topic_result_error_string(topics[i])),
                new Dictionary<string, string>());
        }

        return answers;
    }

    private static Dictionary<string, TopicAnswer> ReadDescribed(nint rkev)
    {
        nuint count;
        nint* resources = Librdkafka.rd_kafka_DescribeConfigs_result_resources(Librdkafka.rd_kafka_event_DescribeConfigs_result(rkev), &count);
        Dictionary<string, TopicAnswer> answers = [];
        for (nuint i = 0; i < count; i++)
        {
            nuint settings;
            nint* entries = Librdkafka.rd_kafka_ConfigResource_configs(resources[i], &settings);
            Dictionary<string, string> config = [];
            for (nuint j = 0; j < settings; j++)
            {
                config[NativeText.FromZeroTerminated(Librdkafka.rd_kafka_ConfigEntry_name(entries[j]))] =
                    NativeText.FromZeroTerminated(Librdkafka.rd_kafka_ConfigEntry_value(entries[j]));
            }

            answers[NativeText.FromZeroTerminated(Librdkafka.rd_kafka_ConfigResource_name(resources[i]))] = new TopicAnswer(
                (KafkaErrorCode)Librdkafka.rd_kafka_ConfigResource_error(resources[i]),
                NativeText.FromZeroTerminated(Librdkafka.rd_kafka_ConfigResource_error_string(resources[i])),
                config);
        }

        return answers;
    }
}
