namespace KafkaGen.Configuration;

/// <summary>The names of librdkafka's properties, as its CONFIGURATION.md (2.0.2 and 2.15.1 together) lists them.</summary>
internal static class PropertyNames
{
    /// <summary>Properties of a producer and its topics that can be given as text.</summary>
    internal static readonly string[] Producer =
    [
        "acks", "allow.auto.create.topics", "api.version.fallback.ms", "api.version.request", "api.version.request.timeout.ms",
        "batch.num.messages", "batch.size", "bootstrap.servers", "broker.address.family", "broker.address.ttl", "broker.version.fallback",
        "client.dns.lookup", "client.id", "client.rack", "compression.codec", "compression.level", "compression.type",
        "connections.max.idle.ms", "debug", "delivery.report.only.error", "delivery.timeout.ms", "enable.gapless.guarantee",
        "enable.idempotence", "enable.metrics.push", "enable.random.seed", "enable.sasl.oauthbearer.unsecure.jwt",
        "enable.ssl.certificate.verification", "https.ca.location", "https.ca.pem", "internal.termination.signal", "linger.ms",
        "log.connection.close", "log.thread.name", "log_level", "max.in.flight", "max.in.flight.requests.per.connection",
        "message.copy.max.bytes", "message.max.bytes", "message.send.max.retries", "message.timeout.ms", "metadata.broker.list",
        "metadata.max.age.ms", "metadata.recovery.rebootstrap.trigger.ms", "metadata.recovery.strategy", "msg_order_cmp", "partitioner",
        "produce.offset.report", "queue.buffering.backpressure.threshold", "queue.buffering.max.kbytes", "queue.buffering.max.messages",
        "queue.buffering.max.ms", "queuing.strategy", "receive.message.max.bytes", "reconnect.backoff.jitter.ms",
        "reconnect.backoff.max.ms", "reconnect.backoff.ms", "request.required.acks", "request.timeout.ms", "retries",
        "retry.backoff.max.ms", "retry.backoff.ms", "sasl.kerberos.keytab", "sasl.kerberos.kinit.cmd",
        "sasl.kerberos.min.time.before.relogin", "sasl.kerberos.principal", "sasl.kerberos.service.name", "sasl.mechanism",
        "sasl.mechanisms", "sasl.oauthbearer.assertion.algorithm", "sasl.oauthbearer.assertion.claim.aud",
        "sasl.oauthbearer.assertion.claim.exp.seconds", "sasl.oauthbearer.assertion.claim.iss",
        "sasl.oauthbearer.assertion.claim.jti.include", "sasl.oauthbearer.assertion.claim.nbf.seconds",
        "sasl.oauthbearer.assertion.claim.sub", "sasl.oauthbearer.assertion.file", "sasl.oauthbearer.assertion.jwt.template.file",
        "sasl.oauthbearer.assertion.private.key.file", "sasl.oauthbearer.assertion.private.key.passphrase",
        "sasl.oauthbearer.assertion.private.key.pem", "sasl.oauthbearer.client.credentials.client.id",
        "sasl.oauthbearer.client.credentials.client.secret", "sasl.oauthbearer.client.id", "sasl.oauthbearer.client.secret",
        "sasl.oauthbearer.config", "sasl.oauthbearer.extensions", "sasl.oauthbearer.grant.type",
        "sasl.oauthbearer.metadata.authentication.type", "sasl.oauthbearer.method", "sasl.oauthbearer.scope",
        "sasl.oauthbearer.sub.claim.name", "sasl.oauthbearer.token.endpoint.url", "sasl.password", "sasl.username", "security.protocol",
        "socket.blocking.max.ms", "socket.connection.setup.timeout.ms", "socket.keepalive.enable", "socket.max.fails",
        "socket.nagle.disable", "socket.receive.buffer.bytes", "socket.send.buffer.bytes", "socket.timeout.ms",
        "ssl.ca.certificate.stores", "ssl.ca.location", "ssl.ca.pem", "ssl.certificate.location", "ssl.certificate.pem",
        "ssl.cipher.suites", "ssl.crl.location", "ssl.curves.list", "ssl.endpoint.identification.algorithm", "ssl.engine.id",
        "ssl.engine.location", "ssl.key.location", "ssl.key.password", "ssl.key.pem", "ssl.keystore.location", "ssl.keystore.password",
        "ssl.providers", "ssl.sigalgs.list", "statistics.interval.ms", "sticky.partitioning.linger.ms", "topic.blacklist",
        "topic.metadata.propagation.max.ms", "topic.metadata.refresh.fast.cnt", "topic.metadata.refresh.fast.interval.ms",
        "topic.metadata.refresh.interval.ms", "topic.metadata.refresh.sparse", "transaction.timeout.ms", "transactional.id",
    ];

    /// <summary>Properties that only a consumer has.</summary>
    internal static readonly string[] Consumer =
    [
        "auto.commit.enable", "auto.commit.interval.ms", "auto.offset.reset", "check.crcs", "enable.auto.commit",
        "enable.auto.offset.store", "enable.partition.eof", "fetch.max.bytes", "fetch.message.max.bytes", "fetch.min.bytes",
        "fetch.wait.max.ms", "group.id", "group.instance.id", "group.protocol", "heartbeat.interval.ms", "isolation.level",
        "max.partition.fetch.bytes", "max.poll.interval.ms", "max.poll.records", "partition.assignment.strategy",
        "queued.max.messages.kbytes", "queued.min.messages", "session.timeout.ms",
    ];

    /// <summary>Kafka's Java client's names for what has another name, or another form, here.</summary>
    internal static readonly Dictionary<string, string> Java = new(StringComparer.OrdinalIgnoreCase)
    {
        ["buffer.memory"] = "the option BufferMemory",
        ["max.block.ms"] = "the option MaxBlock",
        ["ssl.truststore.location"] = "ssl.ca.location, a PEM file (librdkafka does not read JKS)",
        ["ssl.truststore.password"] = "ssl.ca.location, a PEM file without a password",
        ["ssl.truststore.type"] = "ssl.ca.location, a PEM file",
        ["ssl.keystore.type"] = "ssl.keystore.location, a PKCS#12 file, or ssl.certificate.location and ssl.key.location, PEM files",
        ["sasl.jaas.config"] = "sasl.username and sasl.password",
        ["key.serializer"] = "[PartitionKey] on the contract",
        ["value.serializer"] = "the contract",
        ["partitioner.class"] = "partitioner, one of random, consistent, consistent_random, murmur2, murmur2_random, fnv1a, fnv1a_random",
        ["max.request.size"] = "message.max.bytes",
        ["send.buffer.bytes"] = "socket.send.buffer.bytes",
        ["receive.buffer.bytes"] = "socket.receive.buffer.bytes",
    };

    /// <summary>
    /// The dotted name of a property given as librdkafka (<c>linger.ms</c>) or Confluent.Kafka (<c>LingerMs</c>) names it, or <see langword="null"/>.
    /// </summary>
    internal static string? Find(string name) => Find(Producer, name);

    /// <summary>The same among a consumer's properties.</summary>
    internal static string? FindConsumer(string name) => Find(Consumer, name);

    /// <summary>The known name that differs least from a misspelt one, when one is near enough to be meant.</summary>
    internal static string? Nearest(string name, IEnumerable<string> others) => NearestOf(name, Producer.Concat(others));

    /// <summary>The same among other names.</summary>
    internal static string? NearestOf(string name, IEnumerable<string> names)
    {
        string wanted = Letters(name);
        (string? candidate, int distance) = names
            .Select(known => ((string?)known, Distance(wanted, Letters(known))))
            .DefaultIfEmpty((null, int.MaxValue))
            .MinBy(pair => pair.Item2);
        return distance <= Math.Max(2, wanted.Length / 3) ? candidate : null;
    }

    private static string? Find(string[] names, string name)
    {
        string wanted = Letters(name);
        return Array.Find(names, known => Letters(known) == wanted);
    }

    /// <summary>What is equal for LingerMs, linger.ms and linger_ms, which are one name.</summary>
    internal static string Letters(string name) => string.Concat(name.Where(char.IsLetterOrDigit)).ToLowerInvariant();

    // Levenshtein's distance.
    private static int Distance(string a, string b)
    {
        int[] row = [.. Enumerable.Range(0, b.Length + 1)];
        for (int i = 1; i <= a.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int substituted = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(Math.Min(row[j], row[j - 1]) + 1, substituted);
            }
        }

        return row[b.Length];
    }
}
