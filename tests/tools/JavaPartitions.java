import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.UUID;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.IntegerSerializer;
import org.apache.kafka.common.serialization.LongSerializer;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.ShortSerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.serialization.UUIDSerializer;

/**
 * What the Java producer makes of keys: their bytes by its serializers, and the partition that its default partitioner picks for them.
 *
 * <p>{@code java -cp "$KAFKA_HOME/libs/*" JavaPartitions.java PARTITIONS} reads one key a line from standard input, as its type, a space,
 * and its value: {@code int 42}, {@code long -1}, {@code short 7}, {@code uuid 6f1e...}, {@code string 68c3a9} and {@code bytes 00ff},
 * the last two in hexadecimal (a string's UTF-8). It writes one line a key: its bytes in hexadecimal, a space, its partition.
 */
final class JavaPartitions {
    private JavaPartitions() {
    }

    public static void main(String[] arguments) throws IOException {
        int partitions = Integer.parseInt(arguments[0]);
        HexFormat hex = HexFormat.of();
        PrintStream output = new PrintStream(System.out, false, StandardCharsets.US_ASCII);
        BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        for (String line = input.readLine(); line != null; line = input.readLine()) {
            int space = line.indexOf(' ');
            byte[] key = serialize(line.substring(0, space), line.substring(space + 1), hex);
            output.print(hex.formatHex(key) + ' ' + BuiltInPartitioner.partitionForKey(key, partitions) + '\n');
        }

        output.flush();
    }

    private static byte[] serialize(String type, String value, HexFormat hex) {
        return switch (type) {
            case "string" -> bytes(new StringSerializer(), new String(hex.parseHex(value), StandardCharsets.UTF_8));
            case "int" -> bytes(new IntegerSerializer(), Integer.valueOf(value));
            case "long" -> bytes(new LongSerializer(), Long.valueOf(value));
            case "short" -> bytes(new ShortSerializer(), Short.valueOf(value));
            case "uuid" -> bytes(new UUIDSerializer(), UUID.fromString(value));
            case "bytes" -> bytes(new ByteArraySerializer(), hex.parseHex(value));
            default -> throw new IllegalArgumentException("Unknown type of key: " + type);
        };
    }

    private static <T> byte[] bytes(Serializer<T> serializer, T value) {
        return serializer.serialize("topic", value);
    }
}
