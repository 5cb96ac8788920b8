package io.vsr4j.functions.infra;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What each module's README says of its inputs and outputs is what the module declares. */
class ModuleReadmeTest {
    private static final Pattern BLOCK = Pattern.compile("(?ms)^(variable|output) \"(\\w+)\" \\{\n(.*?)^\\}$");
    private static final Pattern DESCRIPTION = Pattern.compile("(?m)^  description = \"(.*)\"$");
    /** Of one line, or up to the bracket that closes it. */
    private static final String VALUE = "(?ms)^  %s += ([^\n]*[^{(\\[\n]$|.*?^  [})\\]]+$)";

    static Stream<Path> modules() throws IOException {
        try (Stream<Path> modules = Files.list(Terraform.SOURCE.resolve("modules"))) {
            return Stream.concat(Stream.of(Terraform.SOURCE), modules.sorted().toList().stream());
        }
    }

    @ParameterizedTest
    @MethodSource("modules")
    void tablesAreWhatIsDeclared(Path module) throws IOException {
        String readme = Files.readString(module.resolve("README.md"));
        assertThat(readme).contains(inputs(module)).contains(outputs(module));
    }

    private static String inputs(Path module) throws IOException {
        StringBuilder table = new StringBuilder("| input | type | default | |\n| --- | --- | --- | --- |\n");
        for (Matcher block : blocks(module.resolve("variables.tf"))) {
            String fallback = value(block.group(3), "default");
            table.append("| `%s` | `%s` | %s | %s |\n"
                    .formatted(
                            block.group(2),
                            value(block.group(3), "type"),
                            fallback.isEmpty() ? "required" : "`" + fallback + "`",
                            described(block)));
        }
        return table.toString();
    }

    private static String outputs(Path module) throws IOException {
        StringBuilder table = new StringBuilder("| output | |\n| --- | --- |\n");
        for (Matcher block : blocks(module.resolve("outputs.tf"))) {
            table.append("| `%s` | %s |\n".formatted(block.group(2), described(block)));
        }
        return table.toString();
    }

    private static List<Matcher> blocks(Path file) throws IOException {
        String text = Files.readString(file);
        List<Matcher> blocks = BLOCK.matcher(text)
                .results()
                .map(found -> {
                    Matcher block = BLOCK.matcher(found.group());
                    assertThat(block.matches()).isTrue();
                    return block;
                })
                .toList();
        assertThat(blocks).as("%s declares something", file).isNotEmpty();
        return blocks;
    }

    private static String described(Matcher block) {
        Matcher description = DESCRIPTION.matcher(block.group(3));
        assertThat(description.find()).as("%s is described", block.group(2)).isTrue();
        return description.group(1);
    }

    private static String value(String block, String name) {
        Matcher value = Pattern.compile(VALUE.formatted(name)).matcher(block);
        return value.find() ? inOneLine(value.group(1)) : "";
    }

    /** As it would be written in one: with commas between what lines divide. */
    private static String inOneLine(String value) {
        return value.strip()
                .replaceAll("(?<=[^{(\\[,])\n\\s*(?=[^\\s})\\]])", ", ")
                .replaceAll("\\s+", " ");
    }
}
