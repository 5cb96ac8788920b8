package io.vsr4j.upscale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.vsr4j.media.Codec;
import io.vsr4j.media.EncodeSettings;
import io.vsr4j.media.OutputVideo;
import io.vsr4j.media.PixelFormat;
import io.vsr4j.models.ColourMatch;
import io.vsr4j.models.FrameRule;
import io.vsr4j.models.ModelCard;
import io.vsr4j.models.Placement;
import io.vsr4j.models.VsrModel;
import io.vsr4j.tensor.Scopes;
import io.vsr4j.tensor.Torch;
import io.vsr4j.tensor.TorchEngine;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class UpscalerTest {
    private static final int WIDTH = 20;
    private static final int HEIGHT = 14;

    private final NDManager manager = TorchEngine.newManager(Device.cpu());

    @AfterEach
    void close() {
        manager.close();
    }

    /**
     * A stand-in for a temporal model: every restored frame depends on all frames of its window, on its position in the
     * window and on where the window lies, so that any mistake in the grid shows in the bits.
     */
    private static final class WholeWindow implements VsrModel {
        final ModelCard card;

        WholeWindow(FrameRule rule, int multiple) {
            card = ModelCard.builder("whole-window", "Whole window", "For tests")
                    .setScales(2, 2)
                    .setMemory((n, w, h, s) -> 1L)
                    .optInput(rule, multiple)
                    .optWindow(rule.up(9), 0)
                    .optReach(100, 2)
                    .build();
        }

        @Override
        public ModelCard card() {
            return card;
        }

        @Override
        public int scale() {
            return 2;
        }

        @Override
        public String fingerprint() {
            return "none";
        }

        @Override
        public NDArray restore(NDArray frames, Placement at) {
            card.requireWindow(frames.getShape());
            return Scopes.within(frames.getManager(), scope -> {
                NDArray x = Scopes.borrow(scope, frames);
                NDArray mean = x.mean(new int[] {0}, true);
                long n = frames.getShape().get(0);
                NDArray position = scope.arange((float) n).reshape(n, 1, 1, 1).mul(0.01f);
                NDArray mixed =
                        x.mul(0.7f).add(mean.mul(0.3f)).add(position).add(at.frame() * 0.001f + at.left() * 0.0001f);
                return Torch.bilinear(
                        mixed,
                        2 * frames.getShape().get(2),
                        2 * frames.getShape().get(3),
                        false);
            });
        }

        @Override
        public void close() {}
    }

    private UpscalePlan plan(int frames, int window, int overlap, List<Integer> shots, int tile, int chunk) {
        return plan(frames, window, overlap, shots, tile, chunk, ColourMatch.NONE);
    }

    private UpscalePlan plan(
            int frames, int window, int overlap, List<Integer> shots, int tile, int chunk, ColourMatch match) {
        return new UpscalePlan(
                UpscalePlan.VERSION,
                new UpscalePlan.Source(1, "s", WIDTH, HEIGHT, frames, "25/1"),
                new UpscalePlan.Model("whole-window", 2, "none", "f32", 0, ""),
                new UpscalePlan.Run("cpu", 2, window, overlap, overlap / 3, shots, tile, tile == 0 ? 0 : 6, match),
                new UpscalePlan.Output(
                        "mkv", 2 * WIDTH, 2 * HEIGHT, PixelFormat.YUV420P, EncodeSettings.of(Codec.FFV1)),
                0,
                frames,
                chunk);
    }

    private List<MemoryVideo.Kept> run(UpscalePlan plan, VsrModel model) {
        List<MemoryVideo.Kept> all = new ArrayList<>();
        MemoryVideo source = new MemoryVideo(
                WIDTH, HEIGHT, PixelFormat.YUV420P, plan.source().frames(), 3);
        OutputVideo video = OutputVideo.of(
                source.video(), plan.output().width(), plan.output().height(), PixelFormat.YUV420P);
        Upscaler upscaler = new Upscaler(plan, model, video, manager);
        for (Chunk chunk : plan.chunks()) {
            MemoryVideo.Sink sink = new MemoryVideo.Sink();
            int[] written = new int[1];
            upscaler.restore(chunk, source, sink, () -> written[0]++, () -> false);
            assertThat(sink.finished).isTrue();
            assertThat(sink.frames).hasSize(chunk.frames());
            assertThat(written[0]).isEqualTo(chunk.frames());
            all.addAll(sink.frames);
        }
        return all;
    }

    private static void assertSame(List<MemoryVideo.Kept> a, List<MemoryVideo.Kept> b, String what) {
        assertThat(a).hasSameSizeAs(b);
        for (int i = 0; i < a.size(); i++) {
            assertThat(a.get(i).pts())
                    .as(what)
                    .isEqualTo(1000 + 40L * i)
                    .isEqualTo(b.get(i).pts());
            assertThat(a.get(i).bytes())
                    .as("%s, frame %d", what, i)
                    .isEqualTo(b.get(i).bytes());
            assertThat(a.get(i).captions()).as(what).isEqualTo(i % 3 == 0 ? new byte[] {(byte) i} : new byte[0]);
        }
    }

    @Test
    void chunksGiveTheSameBitsAsTheWholeVideo() {
        int[][] grids = {{1, 0, 0}, {9, 0, 0}, {9, 4, 0}, {9, 8, 0}, {5, 2, 12}, {13, 6, 10}};
        for (ColourMatch match : ColourMatch.values()) {
            VsrModel model = new WholeWindow(new FrameRule(1, 4), 4);
            for (int[] grid : grids) {
                for (List<Integer> shots : List.of(List.of(0), List.of(0, 3, 17))) {
                    int frames = 26;
                    List<MemoryVideo.Kept> whole =
                            run(plan(frames, grid[0], grid[1], shots, grid[2], 1000, match), model);
                    for (int chunk : new int[] {1, 7, 16}) {
                        assertSame(
                                run(plan(frames, grid[0], grid[1], shots, grid[2], chunk, match), model),
                                whole,
                                match + " window " + grid[0] + " overlap " + grid[1] + " tile " + grid[2] + " shots "
                                        + shots + " chunk " + chunk);
                    }
                }
            }
        }
        assertThat(Scopes.count(manager)).isZero();
    }

    @Test
    void shortVideosArePaddedToTheFrameRuleAndCropped() {
        VsrModel model = new WholeWindow(new FrameRule(5, 4), 16);
        for (int frames : new int[] {1, 2, 5, 6}) {
            assertThat(run(plan(frames, 9, 2, List.of(0), 0, 4), model)).hasSize(frames);
        }
    }

    @Test
    void tilesWithEnoughOverlapGiveTheFrameWithoutSeams() {
        VsrModel model = new WholeWindow(FrameRule.ANY, 1);
        // Colours are those of whole frames: matched tile by tile they would differ.
        for (ColourMatch match : ColourMatch.values()) {
            List<MemoryVideo.Kept> whole = run(plan(4, 1, 0, List.of(0), 0, 4, match), model);
            List<MemoryVideo.Kept> tiled = run(plan(4, 1, 0, List.of(0), 10, 4, match), model);
            for (int i = 0; i < whole.size(); i++) {
                for (int p = 0; p < whole.get(i).bytes().length; p++) {
                    int a = whole.get(i).bytes()[p] & 0xff;
                    int b = tiled.get(i).bytes()[p] & 0xff;
                    assertThat(Math.abs(a - b)).as("%s", match).isLessThanOrEqualTo(1);
                }
            }
        }
    }

    @Test
    void readsEachFrameOncePerChunkAndNoMoreThanItNeeds() {
        MemoryVideo source = new MemoryVideo(WIDTH, HEIGHT, PixelFormat.YUV420P, 200, 3);
        UpscalePlan plan = plan(200, 9, 4, List.of(0), 0, 10);
        OutputVideo video = OutputVideo.of(source.video(), 2 * WIDTH, 2 * HEIGHT, PixelFormat.YUV420P);
        new Upscaler(plan, new WholeWindow(new FrameRule(1, 4), 1), video, manager)
                .restore(plan.chunks().get(10), source, new MemoryVideo.Sink(), () -> {}, () -> false);
        assertThat(source.reads).isLessThanOrEqualTo(10 + 2 * 9);
    }

    @Test
    void aSinkThatFailsEndsTheRun() {
        UpscalePlan plan = plan(30, 1, 0, List.of(0), 0, 30);
        MemoryVideo source = new MemoryVideo(WIDTH, HEIGHT, PixelFormat.YUV420P, 30, 3);
        OutputVideo video = OutputVideo.of(source.video(), 2 * WIDTH, 2 * HEIGHT, PixelFormat.YUV420P);
        Upscaler upscaler = new Upscaler(plan, new WholeWindow(FrameRule.ANY, 1), video, manager);
        MemoryVideo.Sink sink = new MemoryVideo.Sink();
        sink.failAt = 5;
        assertThatThrownBy(() -> upscaler.restore(plan.chunks().get(0), source, sink, () -> {}, () -> false))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("no space left");
        assertThat(sink.finished).isFalse();
        assertThat(Scopes.count(manager)).isZero();
    }

    @Test
    void stopsBeforeTheNextWindowWhenAskedTo() {
        UpscalePlan plan = plan(30, 1, 0, List.of(0), 0, 30);
        MemoryVideo source = new MemoryVideo(WIDTH, HEIGHT, PixelFormat.YUV420P, 30, 3);
        OutputVideo video = OutputVideo.of(source.video(), 2 * WIDTH, 2 * HEIGHT, PixelFormat.YUV420P);
        Upscaler upscaler = new Upscaler(plan, new WholeWindow(FrameRule.ANY, 1), video, manager);
        MemoryVideo.Sink sink = new MemoryVideo.Sink();
        int[] asked = new int[1];
        assertThatThrownBy(() -> upscaler.restore(plan.chunks().get(0), source, sink, () -> {}, () -> ++asked[0] > 4))
                .isInstanceOf(CancellationException.class);
        assertThat(sink.finished).isFalse();
        assertThat(sink.frames.size()).isLessThanOrEqualTo(4);
    }
}
