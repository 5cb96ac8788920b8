package io.vsr4j.functions.observe;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.slf4j.MDC;

/**
 * Says in every line of the log that a thread writes for a while what it works on: as fields of the line, and in the name of
 * the thread, which text shows in lines of libraries too.
 */
public final class LogFields implements AutoCloseable {
    private final Map<String, String> before = current();
    private final String name = Thread.currentThread().getName();

    private LogFields(Map<String, String> fields) {
        fields.forEach(MDC::put);
        String text = fields.entrySet().stream()
                .map(field -> field.getKey() + " " + field.getValue())
                .collect(Collectors.joining(" "))
                .replaceAll("\\p{Cntrl}", "?");
        if (!text.isEmpty() && !name.contains(text)) {
            Thread.currentThread().setName(name + " " + text);
        }
    }

    /** Adds fields to those that are there. */
    public static LogFields with(Map<String, String> fields) {
        return new LogFields(fields);
    }

    /** Adds the id of a job. */
    public static LogFields job(String job) {
        return with(Map.of("job", job));
    }

    /** {@return fields of a chunk} */
    public static Map<String, String> ofChunk(String job, int chunk) {
        Map<String, String> fields = new LinkedHashMap<>(); // the job comes first
        fields.put("job", job);
        fields.put("chunk", Integer.toString(chunk));
        return fields;
    }

    /** {@return the fields that hold now, for another thread that does part of the work} */
    public static Map<String, String> current() {
        Map<String, String> fields = MDC.getCopyOfContextMap();
        return fields == null ? Map.of() : fields;
    }

    @Override
    public void close() {
        MDC.setContextMap(before);
        Thread.currentThread().setName(name);
    }
}
