import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.protocol.ObjectSerializationCache;
import org.apache.kafka.common.message.ApiMessageType;

/**
 * What Kafka's own classes make of the bodies of messages: what they read in them, and the bytes that they write of that.
 *
 * <p>{@code java -cp "$KAFKA_HOME/libs/*" JavaMessages.java} reads one message a line from standard input: {@code request} or {@code response}, the
 * number of the API, the version, and the body in hexadecimal. It writes one line a message: the body as Java writes it, in hexadecimal, a space, and
 * the message as JSON; or {@code error}, a space, and why the message cannot be read.
 */
final class JavaMessages {
    private JavaMessages() {
    }

    public static void main(String[] arguments) throws IOException {
        HexFormat hex = HexFormat.of();
        PrintStream output = new PrintStream(System.out, false, StandardCharsets.UTF_8);
        BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        for (String line = input.readLine(); line != null; line = input.readLine()) {
            String[] parts = line.split(" ", -1);
            short version = Short.parseShort(parts[2]);
            ApiMessageType type = ApiMessageType.fromApiKey(Short.parseShort(parts[1]));
            ApiMessage message = parts[0].equals("request") ? type.newRequest() : type.newResponse();
            try {
                ByteBuffer body = ByteBuffer.wrap(hex.parseHex(parts[3]));
                message.read(new ByteBufferAccessor(body), version);
                if (body.hasRemaining()) {
                    throw new IllegalStateException(body.remaining() + " bytes are left");
                }

                output.print(hex.formatHex(bytes(message, version)) + ' ' + json(message, version) + '\n');
            } catch (RuntimeException | ReflectiveOperationException exception) {
                output.print("error " + exception.toString().replace('\n', ' ') + '\n');
            }
        }

        output.flush();
    }

    private static byte[] bytes(ApiMessage message, short version) {
        ObjectSerializationCache cache = new ObjectSerializationCache();
        ByteBuffer buffer = ByteBuffer.allocate(message.size(cache, version));
        message.write(new ByteBufferAccessor(buffer), cache, version);
        return buffer.array();
    }

    private static String json(ApiMessage message, short version) throws ReflectiveOperationException {
        Class<?> converter = Class.forName(message.getClass().getName() + "JsonConverter");
        return converter.getMethod("write", message.getClass(), short.class, boolean.class).invoke(null, message, version, false).toString();
    }
}
