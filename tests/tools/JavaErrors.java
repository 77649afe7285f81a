import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.protocol.Errors;

/**
 * The error codes of the Kafka protocol that the Java client takes for retriable, one a line.
 *
 * <p>{@code java -cp "$KAFKA_HOME/libs/*" JavaErrors.java}
 */
final class JavaErrors {
    private JavaErrors() {
    }

    public static void main(String[] arguments) {
        for (Errors error : Errors.values()) {
            System.out.println(error.code() + " " + error.name() + " " + (error.exception() instanceof RetriableException ? "retriable" : "final"));
        }
    }
}
