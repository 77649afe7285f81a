import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Iterator;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.record.CompressionType;
import org.apache.kafka.common.record.EndTransactionMarker;
import org.apache.kafka.common.record.MemoryRecords;
import org.apache.kafka.common.record.MemoryRecordsBuilder;
import org.apache.kafka.common.record.MutableRecordBatch;
import org.apache.kafka.common.record.Record;
import org.apache.kafka.common.utils.Utils;

/**
 * What Kafka's own classes make of record batches: what they read in them, and the bytes that they write of that.
 *
 * <p>{@code java -cp "$KAFKA_HOME/libs/*" JavaBatches.java} reads one batch a line from standard input: a codec, a space, and the batch in hexadecimal.
 * It writes one line a batch: the same records as Java writes them with that codec, in hexadecimal, {@code |}, the fields of the header that it read,
 * {@code |}, and its records; or {@code error}, {@code |}, and why the batch is not valid.
 */
final class JavaBatches {
    private static final HexFormat HEX = HexFormat.of();

    private JavaBatches() {
    }

    public static void main(String[] arguments) throws IOException {
        PrintStream output = new PrintStream(System.out, false, StandardCharsets.US_ASCII);
        BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        for (String line = input.readLine(); line != null; line = input.readLine()) {
            int space = line.indexOf(' ');
            try {
                output.print(describe(line.substring(0, space), ByteBuffer.wrap(HEX.parseHex(line.substring(space + 1)))) + '\n');
            } catch (RuntimeException exception) {
                output.print("error|" + exception.toString().replace('\n', ' ') + '\n');
            }
        }

        output.flush();
    }

    private static String describe(String codec, ByteBuffer bytes) {
        Iterator<MutableRecordBatch> batches = MemoryRecords.readableRecords(bytes).batches().iterator();
        MutableRecordBatch batch = batches.next();
        batch.ensureValid();
        if (batches.hasNext()) {
            throw new IllegalStateException("There is more than one batch");
        }

        ByteBuffer written = batch.isControlBatch() ? marker(batch) : records(batch, codec);
        StringBuilder text = new StringBuilder(HEX.formatHex(Utils.toArray(written)));
        text.append('|').append(batch.baseOffset()).append(' ').append(batch.lastOffset()).append(' ').append(batch.partitionLeaderEpoch())
            .append(' ').append(batch.producerId()).append(' ').append(batch.producerEpoch()).append(' ').append(batch.baseSequence())
            .append(' ').append(batch.lastSequence()).append(' ').append(batch.maxTimestamp()).append(' ').append(batch.compressionType().id)
            .append(' ').append(batch.isTransactional()).append(' ').append(batch.isControlBatch()).append('|');
        for (Record record : batch) {
            record.ensureValid();
            text.append(record.timestamp()).append(' ').append(hex(record.key())).append(' ').append(hex(record.value()));
            for (Header header : record.headers()) {
                text.append(' ').append(hex(ByteBuffer.wrap(header.key().getBytes(StandardCharsets.UTF_8)))).append('=')
                    .append(hex(header.value() == null ? null : ByteBuffer.wrap(header.value())));
            }

            text.append(';');
        }

        return text.toString();
    }

    private static ByteBuffer records(MutableRecordBatch batch, String codec) {
        MemoryRecordsBuilder builder = MemoryRecords.builder(
            ByteBuffer.allocate(64), batch.magic(), Compression.of(CompressionType.forName(codec)).build(), batch.timestampType(), batch.baseOffset(),
            batch.maxTimestamp(), batch.producerId(), batch.producerEpoch(), batch.baseSequence(), batch.isTransactional(), false,
            batch.partitionLeaderEpoch());
        for (Record record : batch) {
            builder.appendWithOffset(record.offset(), record.timestamp(), record.key(), record.value(), record.headers());
        }

        return builder.build().buffer();
    }

    private static ByteBuffer marker(MutableRecordBatch batch) {
        Record record = batch.iterator().next();
        return MemoryRecords.withEndTransactionMarker(
            batch.baseOffset(), record.timestamp(), batch.partitionLeaderEpoch(), batch.producerId(), batch.producerEpoch(),
            EndTransactionMarker.deserialize(record)).buffer();
    }

    private static String hex(ByteBuffer bytes) {
        return bytes == null ? "null" : '\'' + HEX.formatHex(Utils.toArray(bytes)) + '\'';
    }
}
