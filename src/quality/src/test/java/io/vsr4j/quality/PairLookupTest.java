package io.vsr4j.quality;

import static org.assertj.core.api.Assertions.assertThat;

import io.vsr4j.media.Picture;
import io.vsr4j.media.PixelFormat;
import io.vsr4j.quality.FramePair.Side;
import io.vsr4j.quality.pixel.RgbRow;
import io.vsr4j.quality.pixel.RowSource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PairLookupTest {
    @TempDir
    Path folder;

    private VideoInput clip(String name, int width, int height, int frames) throws Exception {
        return VideoInput.of(MadeVideo.write(
                folder.resolve(name),
                PixelFormat.YUV420P,
                width,
                height,
                frames,
                (f, p, x, y) -> p > 0 ? 128 : 60 + (x * 7 + y * 5 + f * 11) % 120));
    }

    @Test
    void inAnyOrderTheSamePairsAsInTheirOwn() throws Exception {
        seenAgain(clip("a.mkv", 50, 34, 12), clip("b.mkv", 50, 34, 12), false);
    }

    @Test
    void alignedPairsAreAlignedAgain() throws Exception {
        seenAgain(clip("a.mkv", 50, 34, 12), clip("b.mkv", 26, 18, 9), true);
    }

    @Test
    void aVideoAloneHasNoReference() throws Exception {
        seenAgain(null, clip("b.mkv", 50, 34, 7), false);
    }

    private static void seenAgain(VideoInput reference, VideoInput output, boolean align) throws Exception {
        List<Integer> seen = new ArrayList<>();
        new Comparer(List.of())
                .align(align)
                .observer(pair -> seen.add(hash(pair)))
                .compare(reference, output);
        List<Integer> order =
                new ArrayList<>(IntStream.range(0, seen.size()).boxed().toList());
        Collections.shuffle(order, new Random(3));

        assertThat(seen).doesNotHaveDuplicates();
        try (PairLookup lookup = PairLookup.open(reference, output, align)) {
            for (int index : order) {
                lookup.at(index, pair -> {
                    assertThat(pair.index()).isEqualTo(index);
                    assertThat(hash(pair)).isEqualTo(seen.get(index));
                });
            }
        }
    }

    /** Of all that a pair shows. */
    private static int hash(FramePair pair) {
        int hash = Double.hashCode(pair.seconds());
        for (Side side : Side.values()) {
            if (side == Side.OUTPUT || pair.hasReference()) {
                Picture picture = pair.picture(side);
                RgbRow row = new RgbRow(picture.width());
                RowSource rows = pair.rows(side);
                for (int y = 0; y < picture.height(); y++) {
                    rows.read(y, row);
                    hash = 31 * hash + Arrays.hashCode(row.green());
                }
            }
        }
        return hash;
    }
}
