import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * What the Java consumer reads of topics.
 *
 * <p>{@code java -cp "$KAFKA_HOME/libs/*" JavaRecords.java BOOTSTRAP TOPIC...} reads the topics to the ends that they have now, and writes one line a record: topic,
 * partition, offset, timestamp, key, value, and each header as its name and its value, separated by spaces. Names are the hexadecimal of their UTF-8, bytes are
 * hexadecimal, and {@code null} stands for no bytes.
 */
final class JavaRecords {
    private static final HexFormat HEX = HexFormat.of();

    private JavaRecords() {
    }

    public static void main(String[] arguments) throws IOException {
        Properties settings = new Properties();
        settings.put("bootstrap.servers", arguments[0]);
        PrintStream output = new PrintStream(System.out, false, StandardCharsets.US_ASCII);
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = Stream.of(arguments).skip(1)
                .flatMap(topic -> consumer.partitionsFor(topic).stream())
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
                consumer.poll(Duration.ofMillis(500)).forEach(record -> output.print(line(record)));
            }
        }

        output.flush();
    }

    private static String line(ConsumerRecord<byte[], byte[]> record) {
        StringBuilder line = new StringBuilder()
            .append(record.topic()).append(' ')
            .append(record.partition()).append(' ')
            .append(record.offset()).append(' ')
            .append(record.timestamp()).append(' ')
            .append(hex(record.key())).append(' ')
            .append(hex(record.value()));
        for (Header header : record.headers()) {
            line.append(' ').append(hex(header.key().getBytes(StandardCharsets.UTF_8))).append(' ').append(hex(header.value()));
        }

        return line.append('\n').toString();
    }

    private static String hex(byte[] bytes) {
        return bytes == null ? "null" : bytes.length == 0 ? "-" : HEX.formatHex(bytes);
    }
}
