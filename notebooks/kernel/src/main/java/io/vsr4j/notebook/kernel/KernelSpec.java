package io.vsr4j.notebook.kernel;

import com.google.gson.GsonBuilder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes {@code kernel.json}, by which Jupyter starts the kernel. {@code notebooks/setup} calls it. */
public final class KernelSpec {
    /** As in the launcher of the command line: libraries neither download nor report, and threads that wait sleep. */
    private static final Map<String, String> ENVIRONMENT = Map.of(
            "DJL_OFFLINE", "true",
            "OPT_OUT_TRACKING", "true",
            "OMP_WAIT_POLICY", "PASSIVE",
            "GOMP_SPINCOUNT", "0",
            "SVT_LOG", "0");

    private KernelSpec() {}

    /** Prints the specification for a Java program, its version, and a class path. */
    public static void main(String[] args) {
        if (args.length != 3) {
            System.err.println("kernel specification: needs a Java program, its version and a class path, got "
                    + args.length + " arguments; run notebooks/setup");
            System.exit(2);
        }
        System.out.println(json(args[0], Integer.parseInt(args[1]), args[2]));
    }

    static String json(String java, int version, String classPath) {
        List<String> command = new ArrayList<>(List.of(java, "-Djava.awt.headless=true", "-XX:+UseSerialGC"));
        command.add("--enable-native-access=ALL-UNNAMED");
        if (version >= 23) {
            command.add("--sun-misc-unsafe-memory-access=allow");
        }
        command.addAll(List.of("-cp", classPath, Main.class.getName(), "{connection_file}"));
        Map<String, Object> spec = new LinkedHashMap<>();
        spec.put("argv", command);
        spec.put("display_name", "Java");
        spec.put("language", "java");
        spec.put("interrupt_mode", "message");
        spec.put("env", ENVIRONMENT);
        return new GsonBuilder()
                .setPrettyPrinting()
                .disableHtmlEscaping()
                .create()
                .toJson(spec);
    }
}
