package io.vsr4j.functions.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.assertj.core.api.Assumptions;

/**
 * Terraform, on a copy of {@code infra-terraform/}. Its provider comes from the folder that {@value #MIRROR} names, which is laid
 * out as {@code terraform providers mirror} does it; else from where Terraform's own configuration says, or the registry. Where
 * there is no Terraform, or no provider, tests are left out.
 */
public final class Terraform {
    /** Of this project, from a module of it. */
    public static final Path SOURCE = Path.of("../../infra-terraform");

    private static final String MIRROR = "TERRAFORM_MIRROR";
    private static final String CONFIG = "TF_CLI_CONFIG_FILE";
    private static final String PROVIDER = """
            terraform {
              required_providers {
                aws = {
                  source  = "hashicorp/aws"
                  version = "~> 5.100"
                }
              }
            }
            """;

    private final Path copy;
    private final Map<String, String> environment = new HashMap<>();

    private Terraform(Path copy) throws IOException {
        this.copy = copy;
        environment.put("TF_IN_AUTOMATION", "1");
        environment.put("TF_INPUT", "0");
        environment.put("CHECKPOINT_DISABLE", "1");
        // The provider's schema is most of what a command computes, and collecting garbage much of that.
        environment.put("GOGC", "off");
        environment.put("GOMEMLIMIT", "1GiB");
        Optional<Path> mirror = Optional.ofNullable(System.getenv(MIRROR))
                .filter(m -> !m.isBlank())
                .map(Path::of);
        if (mirror.isPresent()) {
            Path config = copy.resolve("mirror.tfrc");
            Files.writeString(
                    config,
                    "provider_installation {\n  filesystem_mirror {\n    path = \""
                            + mirror.get().toAbsolutePath() + "\"\n  }\n}\n");
            environment.put(CONFIG, config.toAbsolutePath().toString());
        }
    }

    /** {@return Terraform on a copy in a folder; without it, or its provider, the test is left out} */
    public static Terraform in(Path folder) throws Exception {
        Path copy = folder.resolve("infra-terraform");
        try (Stream<Path> files = Files.walk(SOURCE)) {
            for (Path file :
                    files.filter(f -> !f.toString().contains(".terraform")).toList()) {
                Path to = copy.resolve(SOURCE.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(to);
                } else {
                    Files.copy(file, to);
                }
            }
        }
        Terraform terraform = new Terraform(copy);
        terraform.assumeProvider(folder);
        return terraform;
    }

    private void assumeProvider(Path folder) throws Exception {
        Path probe = Files.createDirectories(folder.resolve("probe"));
        Files.writeString(probe.resolve("main.tf"), PROVIDER);
        Result result;
        try {
            result = start(probe, List.of("init"));
        } catch (IOException e) {
            result = new Result(-1, e.getMessage());
        }
        Assumptions.assumeThat(result.exit())
                .as(
                        "terraform 1.11 or its provider is not there; install it, and name a folder made by 'terraform"
                                + " providers mirror' with %s: %s",
                        MIRROR, result.out())
                .isZero();
    }

    /**
     * What a command printed.
     *
     * @param exit its status
     * @param out standard output and error
     */
    public record Result(int exit, String out) {
        /** {@return what it printed, if it ended well} */
        public String succeeded() {
            assertThat(exit).as(out).isZero();
            return out;
        }
    }

    /** {@return the same, with another variable for its processes} */
    public Terraform with(String name, String value) {
        environment.put(name, value);
        return this;
    }

    /** Adds a file to a folder of the copy. */
    public void put(String folder, String name, String text) throws IOException {
        Files.writeString(copy.resolve(folder).resolve(name), text);
    }

    /** Runs a command in a folder of the copy. */
    public Result run(String folder, String... command) throws Exception {
        return start(copy.resolve(folder), List.of(command));
    }

    /** {@return the JSON object that a command printed} */
    public JsonObject json(String folder, String... command) throws Exception {
        String out = run(folder, command).succeeded();
        return JsonParser.parseString(out.substring(out.indexOf('{'))).getAsJsonObject();
    }

    private Result start(Path folder, List<String> command) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of("terraform"));
        all.addAll(command);
        Path log = Files.createTempFile(copy, "terraform", ".log");
        ProcessBuilder builder = new ProcessBuilder(all)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        builder.environment().put("TF_CLI_ARGS", "-no-color");
        if (!Files.exists(Path.of(builder.environment().getOrDefault(CONFIG, "")))) {
            builder.environment().remove(CONFIG); // Terraform would say of each command that there is no such file
        }
        Process process = builder.start();
        try {
            return new Result(process.waitFor(), Files.readString(log));
        } finally {
            process.destroy();
        }
    }
}
