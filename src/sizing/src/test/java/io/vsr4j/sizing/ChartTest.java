package io.vsr4j.sizing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;

class ChartTest {
    private static Document drawn(Chart chart) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(chart.svg().getBytes(StandardCharsets.UTF_8)));
    }

    private static Chart chart(String title, double[] x, double[] y) {
        return new Chart(title, "h", List.of(new Chart.Panel("chunks", List.of(new Chart.Line("a line", x, y)))));
    }

    @Test
    void aLineGoesThroughItsPlaces() throws Exception {
        Document drawn = drawn(chart("t", new double[] {0, 5, 10}, new double[] {0, 10, 5}));

        var paths = drawn.getElementsByTagName("path");
        String line = paths.item(paths.getLength() - 1)
                .getAttributes()
                .getNamedItem("d")
                .getNodeValue();
        // From the lower left corner, up to the top in the middle, down again to half its height at the right.
        assertThat(line).isEqualTo("M66.0 224.0L405.0 52.0L744.0 138.0");
    }

    @Test
    void wordsAreEscapedAndNothingIsDrawnOfNothing() throws Exception {
        assertThat(drawn(chart("<script>\"&", new double[0], new double[0]))
                        .getElementsByTagName("title")
                        .item(0)
                        .getTextContent())
                .isEqualTo("<script>\"&");
        drawn(chart("zero", new double[] {0}, new double[] {0}));
    }

    @Test
    void aSimulationIsDrawn() throws Exception {
        JobCosts costs = new JobCosts(10, ChunkTimes.constant(30), JobCosts.PerVideo.NONE, JobCosts.PerVideo.NONE);
        Outcome outcome = Simulation.cloud(Uploads.atOnce(1, 900), costs, ScalingRules.DEFAULT, Platform.DEFAULT, 1);

        String text = drawn(Chart.of("film", outcome)).getDocumentElement().getTextContent();

        assertThat(text).contains("film", "tasks wanted", "instances", "at work", "hours");
    }
}
