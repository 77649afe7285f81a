import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Records from the Java producer to the Java consumer.
 *
 * <p>{@code java -cp "$KAFKA_HOME/libs/*" JavaRoundTrip.java BOOTSTRAP TOPIC [transactional]} reads lines of a key, a tab and a value from standard input, produces
 * each as a record with a header, consumes the topic in a group, commits, and compares. With {@code transactional} each 10,000 records are a transaction, and
 * behind each is one of 100 records that is aborted. Prints how many records came back equal; what differs is an exception.
 */
final class JavaRoundTrip {
    private static final int TRANSACTION = 10_000;
    private static final int ABORTED = 100;
    private static final Duration BOUND = Duration.ofSeconds(30);

    private JavaRoundTrip() {
    }

    public static void main(String[] arguments) throws Exception {
        List<String> lines = Arrays.asList(new String(System.in.readAllBytes(), StandardCharsets.UTF_8).split("\n"));
        boolean isTransactional = arguments.length > 2;
        Map<String, RecordMetadata> acknowledged = produce(arguments[0], arguments[1], lines, isTransactional);
        consume(arguments[0], arguments[1], lines, acknowledged, isTransactional);
        System.out.println(lines.size());
    }

    private static Map<String, RecordMetadata> produce(String bootstrap, String topic, List<String> lines, boolean isTransactional) throws Exception {
        Properties settings = new Properties();
        settings.put("bootstrap.servers", bootstrap);
        settings.put("linger.ms", 5);
        settings.put("compression.type", "zstd");
        if (isTransactional) {
            settings.put("transactional.id", "java-round-trip");
        }

        Map<String, RecordMetadata> acknowledged = new HashMap<>();
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            if (isTransactional) {
                producer.initTransactions();
            }

            Map<String, Future<RecordMetadata>> sent = new HashMap<>();
            for (int from = 0; from < lines.size(); from += TRANSACTION) {
                if (isTransactional) {
                    producer.beginTransaction();
                }

                for (String line : lines.subList(from, Math.min(from + TRANSACTION, lines.size()))) {
                    sent.put(line, producer.send(record(topic, line)));
                }

                if (isTransactional) {
                    producer.commitTransaction();
                    producer.beginTransaction();
                    for (int aborted = 0; aborted < ABORTED; aborted++) {
                        producer.send(record(topic, "aborted-" + aborted + "\taborted"));
                    }

                    producer.flush();
                    producer.abortTransaction();
                }
            }

            producer.flush();
            for (Map.Entry<String, Future<RecordMetadata>> record : sent.entrySet()) {
                acknowledged.put(record.getKey(), record.getValue().get());
            }
        }

        return acknowledged;
    }

    private static ProducerRecord<String, String> record(String topic, String line) {
        String[] parts = line.split("\t");
        ProducerRecord<String, String> record = new ProducerRecord<>(topic, parts[0], parts[1]);
        record.headers().add("key", parts[0].getBytes(StandardCharsets.UTF_8));
        return record;
    }

    private static void consume(
        String bootstrap, String topic, List<String> lines, Map<String, RecordMetadata> acknowledged, boolean isTransactional) {
        Properties settings = new Properties();
        settings.put("bootstrap.servers", bootstrap);
        settings.put("group.id", "java-readers-" + isTransactional);
        settings.put("auto.offset.reset", "earliest");
        settings.put("enable.auto.commit", false);
        settings.put("isolation.level", isTransactional ? "read_committed" : "read_uncommitted");
        Map<TopicPartition, Long> positions = new HashMap<>();
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            consumer.subscribe(List.of(topic));
            long end = System.nanoTime() + BOUND.toNanos();
            Map<String, RecordMetadata> missing = new HashMap<>(acknowledged);
            while (!missing.isEmpty()) {
                if (System.nanoTime() - end > 0) {
                    throw new IllegalStateException(missing.size() + " of " + lines.size() + " records were not consumed, for example " + missing.values().iterator().next());
                }

                for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(200))) {
                    check(record, missing.remove(record.key() + "\t" + record.value()), positions);
                }
            }

            consumer.commitSync();
            consumer.committed(positions.keySet()).forEach((partition, committed) -> {
                if (committed == null || committed.offset() != consumer.position(partition)) {
                    throw new IllegalStateException(partition + " is committed at " + committed + ", and read to " + consumer.position(partition));
                }
            });
        }
    }

    private static void check(ConsumerRecord<String, String> record, RecordMetadata acknowledged, Map<TopicPartition, Long> positions) {
        TopicPartition partition = new TopicPartition(record.topic(), record.partition());
        Long before = positions.put(partition, record.offset());
        if (acknowledged == null
            || acknowledged.partition() != record.partition()
            || acknowledged.offset() != record.offset()
            || acknowledged.timestamp() != record.timestamp()
            || before != null && before >= record.offset()
            || !Arrays.equals(record.headers().lastHeader("key").value(), record.key().getBytes(StandardCharsets.UTF_8))) {
            throw new IllegalStateException(record + " came back after offset " + before + ", and was acknowledged as " + acknowledged);
        }
    }
}
