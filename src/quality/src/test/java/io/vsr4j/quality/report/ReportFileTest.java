package io.vsr4j.quality.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportFileTest {
    @TempDir
    Path folder;

    @Test
    void takesThePlaceOfAnEarlierOneAndLeavesNothingElse() throws Exception {
        ReportFile file = new ReportFile(folder.resolve("r.html"));
        file.write("<p>one");
        file.write("<p>zwölf ×");

        assertThat(file.path()).hasContent("<p>zwölf ×");
        assertThat(names()).containsExactly("r.html");
    }

    @Test
    void aFailureLeavesTheEarlierOneAndNothingElse() throws Exception {
        Path taken = Files.createDirectories(folder.resolve("r.html/inside")).getParent();

        assertThatThrownBy(() -> new ReportFile(taken).write("<p>")).isInstanceOf(IOException.class);

        assertThat(names()).containsExactly("r.html");
    }

    @Test
    void placesThatCannotBeAReportAreRefused() throws Exception {
        Path video = Files.writeString(folder.resolve("video.html"), "precious");
        Files.createSymbolicLink(folder.resolve("link.html"), video);
        Files.createLink(folder.resolve("hard.html"), video);
        Files.createDirectory(folder.resolve("folder.html"));

        refused("video.mp4", "ends in .html");
        refused("", "ends in .html");
        refused("none/r.html", "there is no folder");
        refused("video.html", "is an input");
        refused("link.html", "is an input");
        refused("hard.html", "is an input");
        refused("../" + folder.getFileName() + "/video.html", "is an input");
        refused("folder.html", "is a folder");
        new ReportFile(folder.resolve("r.HTM")).check(List.of(video));
    }

    private void refused(String name, String because) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ReportFile(folder.resolve(name)).check(List.of(folder.resolve("video.html"))))
                .withMessageContaining(because);
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(f -> f.getFileName().toString()).sorted().toList();
        }
    }
}
