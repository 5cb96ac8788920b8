package io.vsr4j.cli;

import com.google.gson.JsonObject;
import io.vsr4j.upscale.InvalidRequestException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vsr config}. */
@Command(
        name = "config",
        description = "Show which service 'vsr submit', 'vsr jobs' and 'vsr job' mean, and who says so.",
        footerHeading = "%nExamples:%n",
        footer = {"  terraform output -json | vsr config import -", "  vsr config"})
final class ConfigCommand extends VsrCommand {
    private static final int MOST_BYTES = 1 << 20;
    private static final String HIDDEN = "(set)";

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Mixin
    private ServiceOptions options;

    @Override
    public Integer call() throws IOException {
        Map<String, InForce.Setting> shown = new TreeMap<>();
        InForce.of(System.getenv(), options.data())
                .settings()
                .forEach((name, setting) -> shown.put(
                        name, name.endsWith("-key") ? new InForce.Setting(HIDDEN, setting.source()) : setting));
        if (json) {
            JsonObject object = new JsonObject();
            object.add("settings", Json.tree(shown));
            out().println(Json.text(object));
        } else {
            shown.forEach((name, setting) -> out().printf("%-24s %-32s %s%n", name, setting.value(), setting.source()));
        }
        out().flush();
        return Exit.DONE;
    }

    @Command(
            name = "import",
            mixinStandardHelpOptions = true,
            description = "Keep which service Terraform has made, for later commands. No secrets are read or kept.",
            footerHeading = "%nExamples:%n",
            footer = "  terraform -chdir=infra-terraform/examples/minimal output -json | vsr config import -")
    int importOutputs(
            @Parameters(
                            paramLabel = "FILE|-",
                            description = "What 'terraform output -json' printed; - is standard input.")
                    String from,
            @Mixin ServiceOptions to)
            throws IOException {
        String source = from.equals("-") ? "standard input" : from;
        SortedMap<String, String> settings = TerraformOutputs.settings(source, text(from, source));
        InForce.keep(to.data(), settings);
        out().println("s3://" + settings.get("bucket") + " in " + settings.get("region") + " is kept in "
                + InForce.file(to.data()));
        out().flush();
        return Exit.DONE;
    }

    private static String text(String from, String source) throws IOException {
        try (InputStream in = from.equals("-") ? System.in : Files.newInputStream(Path.of(from))) {
            byte[] bytes = in.readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) {
                throw new InvalidRequestException(
                        source + " has more than 1 MiB; 'terraform output -json' prints far less");
            }
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }
}
