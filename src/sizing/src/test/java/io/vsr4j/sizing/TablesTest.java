package io.vsr4j.sizing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that users give. */
class TablesTest {
    @TempDir
    private Path folder;

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("file"), text);
    }

    @Test
    void pricesAreCsvOrJson() throws IOException {
        PriceTable csv = PriceTable.read(file("instance,on_demand,spot,currency\r\na, 2.5 ,1,EUR\n\nb,4,2,EUR\n"));
        PriceTable json = PriceTable.read(
                file("[{\"instance\": \"a\", \"on_demand\": 2.5, \"spot\": \"1\", \"currency\": \"EUR\"}]"));

        assertThat(csv.prices()).hasSize(2);
        assertThat(csv.of(Optional.of("b")).of(3600, 7200)).isEqualTo(8);
        assertThat(json.of(Optional.empty())).isEqualTo(csv.of(Optional.of("a")));
        assertThatThrownBy(() -> csv.of(Optional.empty())).hasMessageContaining("a, b; say which");
        assertThatThrownBy(() -> csv.of(Optional.of("c"))).hasMessageContaining("no price of 'c'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "[1]",
                "[null]",
                "[{}]",
                "[{\"instance\": \"a\"",
                "{\"a\": 1}",
                "instance,on_demand,spot,currency",
                "instance,spot,on_demand,currency\na,1,1,EUR",
                "instance,on_demand,spot,currency\na,1,EUR",
                "instance,on_demand,spot,currency\na,one,1,EUR",
                "instance,on_demand,spot,currency\na,-1,1,EUR",
                "instance,on_demand,spot,currency\na,NaN,1,EUR",
                "instance,on_demand,spot,currency\n,1,1,EUR",
            })
    void whatIsNoPriceTableIsRefused(String text) throws IOException {
        Path file = file(text);

        assertThatThrownBy(() -> PriceTable.read(file)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void bytesThatAreNoTextAreRefused() throws IOException {
        Path file = Files.write(folder.resolve("file"), new byte[] {(byte) 0xff, (byte) 0xfe, 0, 1});

        assertThatThrownBy(() -> PriceTable.read(file)).hasMessageContaining("UTF-8");
        assertThatThrownBy(() -> MeasuredJob.read(file)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aReportTellsChunksOfFullLength() throws IOException {
        MeasuredJob job = MeasuredJob.read(file("{\"model\": {\"id\": \"compact\", \"scale\": 4}, \"frames\": 250,"
                + "\"width\": 1280, \"height\": 720, \"mergeSeconds\": 5, \"chunks\": [{\"frames\": 100, \"seconds\": 3},"
                + "{\"frames\": 100, \"seconds\": 4}, {\"frames\": 50, \"seconds\": 2}]}"));

        assertThat(job.model()).isEqualTo("compact");
        assertThat(job.width()).isEqualTo(320);
        assertThat(job.chunkFrames()).isEqualTo(100);
        assertThat(job.chunks()).containsExactly(3.0, 4.0);
        assertThat(job.mergeFrame()).isEqualTo(0.02);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{}",
                "{\"model\": {}, \"chunks\": []}",
                "{\"model\": {\"id\": \"a\"}, \"chunks\": []}",
                "{\"model\": {\"id\": \"a\"}, \"chunks\": [null, {\"frames\": 3, \"seconds\": 0}]}",
                "{\"model\": {\"id\": \"a\"}, \"chunks\": 3}",
            })
    void whatIsNoReportIsRefused(String text) throws IOException {
        Path file = file(text);

        assertThatThrownBy(() -> MeasuredJob.read(file)).isInstanceOf(IllegalArgumentException.class);
    }
}
