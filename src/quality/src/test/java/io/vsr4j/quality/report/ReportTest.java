package io.vsr4j.quality.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.vsr4j.quality.Comparison;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
    @TempDir
    Path folder;

    @Test
    void showsTheWorstFrameFirstAndItsWorstPlace() throws Exception {
        MadeFilm film = MadeFilm.SHORT;

        String page = film.page(folder, film.comparison("ref.mp4", "out.mp4"));

        assertThat(page.indexOf("id=\"frame-17\"")).isPositive().isEqualTo(page.indexOf("id=\"frame-"));
        assertThat(page).contains("21.5, frame 17").contains("Not computed. lpips needs the file alexnet");
        assertThat(page.split("id=\"frame-\\d+\"")).hasSize(6);
    }

    @Test
    void framesAreLookedUpAsOftenAsIsSaid() throws Exception {
        MadeFilm film = new MadeFilm(64, 36, 500, true);
        Report report = Report.of(film.comparison("ref.mp4", "out.mp4"), Optional.of("ssim"));
        List<Integer> progress = new ArrayList<>();

        report.write(film, new ReportFile(folder.resolve("r.html")), progress::add);

        assertThat(progress).isSorted().doesNotHaveDuplicates().last().isEqualTo(report.lookups());
        assertThat(report.lookups()).isEqualTo(245);
    }

    @Test
    void aMetricThatKnowsNoFramesCannotJudge() {
        Comparison comparison = MadeFilm.SHORT.comparison("ref.mp4", "out.mp4");

        for (String judge : List.of("dover", "lpips", "nothing")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Report.of(comparison, Optional.of(judge)))
                    .withMessageContaining("'" + judge + "'");
        }
    }

    @Test
    void withoutAReferenceThereIsNothingToDivide() throws Exception {
        MadeFilm film = new MadeFilm(192, 108, 8, false);

        String page = film.page(folder, film.comparison(null, "out.mp4"));

        assertThat(page).contains("class=\"crop\"").doesNotContain("class=\"divided\"", "Reference", "Difference of");
    }

    @Test
    void namesAndWordsOfFilesStayWords() throws Exception {
        String name = "</script><img src=x onerror=alert(1)>\"'&\u202egpj.\u0007\ud800.mp4";
        MadeFilm film = new MadeFilm(40, 30, 3, true);
        Comparison clean = film.comparison(name, name);
        Comparison hostile = new Comparison(
                name, name, 40, 30, clean.times(), clean.results(), List.of("</ul><script>alert(2)</script>"));

        String page = film.page(folder, hostile);

        assertThat(page)
                .doesNotContain("<img src=x", "<script>alert", "\u202e", "\u0007")
                .contains(
                        "&lt;/script&gt;&lt;img src=x onerror=alert(1)&gt;&quot;&#39;&amp;\ufffdgpj.\ufffd\ufffd.mp4");
        assertThat(page.split("</script>", -1)).hasSize(3);
    }

    @Test
    void staysSmallHoweverLongAndLargeTheFilm() throws Exception {
        Comparison comparison = new MadeFilm(1100, 1100, 200_000, true).comparison("ref.mp4", "out.mp4");
        ReportFile file = new ReportFile(folder.resolve("r.html"));

        try (Noise film = new Noise(1100, 1100)) {
            Report.of(comparison, Optional.empty()).write(film, file, done -> {});
        }

        assertThat(Files.size(file.path())).isBetween(1_000_000L, 4_500_000L);
    }

    @Test
    void oneTinyFrameIsEnough() throws Exception {
        MadeFilm film = new MadeFilm(5, 3, 1, true);

        assertThat(film.page(folder, film.comparison("a", "b"))).contains("5×3, 1 frame,");
    }
}
