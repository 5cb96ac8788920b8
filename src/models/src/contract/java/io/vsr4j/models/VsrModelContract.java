package io.vsr4j.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.vsr4j.tensor.Autograd;
import io.vsr4j.tensor.Scopes;
import io.vsr4j.tensor.Tensors;
import io.vsr4j.tensor.Torch;
import io.vsr4j.tensor.TorchEngine;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What every model promises. A model's test class extends this and opens its smallest form: one with random weights
 * where the real ones are large.
 */
public abstract class VsrModelContract {
    /** A place in the middle of a video; where the model measures shots, with one shot's measure. */
    private Placement anywhere;

    protected NDManager manager;
    protected VsrModel model;

    /** Opens the model, seeded, on the CPU, in single precision. */
    protected abstract VsrModel open();

    @BeforeEach
    void start() {
        manager = TorchEngine.newManager(Device.cpu());
        model = open();
        Placement place = new Placement(7, 3, 16, 32);
        anywhere = model.shotMeasure()
                .map(measure -> place.withShot(measure.of(input(2, side(16), side(16)))))
                .orElse(place);
    }

    @AfterEach
    void stop() {
        model.close();
        manager.close();
    }

    /** The smallest accepted number of frames that is not below the given one. */
    private int frames(int atLeast) {
        return model.card().frames().up(atLeast);
    }

    /** A side that the model accepts, not below the given one. */
    private int side(int atLeast) {
        int multiple = model.card().spatialMultiple();
        return (atLeast + multiple - 1) / multiple * multiple;
    }

    /** A model that loses by tiles sees the whole window, beyond the reach that its card gives for planning. */
    private boolean seesTheWhole() {
        return model.card().tiling() != Tiling.SUPPORTED;
    }

    /** Noise in 0..1, the same for the same shape. */
    private NDArray input(int count, int height, int width) {
        float[] values = new float[count * 3 * height * width];
        Random random = new Random(values.length);
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextFloat();
        }
        return manager.create(values, new Shape(count, 3, height, width));
    }

    /** Largest difference over some axes, last one first. */
    private static NDArray largestDifferences(NDArray a, NDArray b, int... axes) {
        NDArray largest = a.sub(b).abs();
        for (int axis : axes) {
            largest = largest.max(new int[] {axis});
        }
        return largest;
    }

    private static void assertSameBits(float[] actual, float[] expected) {
        int at = Arrays.mismatch(actual, expected);
        assertThat(at).as("first index that differs").isEqualTo(-1);
    }

    @Test
    void keepsTheFrameCountAndScalesTheSize() {
        int[][] sizes = {{1, 1}, {3, 5}, {side(17), side(33)}, {side(33), side(17)}};
        for (int count : new int[] {frames(1), frames(2), frames(7)}) {
            for (int[] size : sizes) {
                int height = side(size[0]);
                int width = side(size[1]);
                NDArray result = model.restore(input(count, height, width), anywhere);

                assertThat(result.getShape())
                        .isEqualTo(new Shape(count, 3, (long) height * model.scale(), (long) width * model.scale()));
                assertThat(result.getDataType()).isEqualTo(DataType.FLOAT32);
                assertThat(result.getManager()).isSameAs(manager);
                assertThat(result.isNaN().any().getBoolean()).isFalse();
            }
        }
    }

    @Test
    void equalArgumentsGiveEqualBits() throws Exception {
        NDArray x = input(frames(3), side(20), side(24));
        float[] first = model.restore(x, anywhere).toFloatArray();
        model.restore(input(frames(2), side(9), side(9)), Placement.ORIGIN); // must leave no trace

        assertSameBits(model.restore(x, anywhere).toFloatArray(), first);
        ExecutorService other = Executors.newSingleThreadExecutor();
        try {
            float[] there = CompletableFuture.supplyAsync(
                            () -> model.restore(x, anywhere).toFloatArray(), other)
                    .get();
            assertSameBits(there, first);
        } finally {
            other.shutdown();
        }
        try (VsrModel again = open()) {
            assertSameBits(again.restore(x, anywhere).toFloatArray(), first);
            assertThat(again.fingerprint()).isEqualTo(model.fingerprint());
        }
    }

    @Test
    void leavesTheInputAlone() {
        NDArray x = input(frames(2), side(12), side(12));
        float[] before = x.toFloatArray();
        model.restore(x, anywhere);

        assertSameBits(x.toFloatArray(), before);
    }

    @Test
    void takesFramesThatLieInOtherMemory() {
        int count = frames(2);
        NDArray x = input(count, side(12), side(16));
        float[] expected = model.restore(x, anywhere).toFloatArray();
        ByteBuffer memory = ByteBuffer.allocateDirect(Math.toIntExact(x.size() * Float.BYTES));
        NDArray outside = Tensors.over(manager, memory, x.getShape(), DataType.FLOAT32);
        Torch.copyInto(outside, x);

        assertSameBits(model.restore(outside, anywhere).toFloatArray(), expected);
        assertSameBits(model.restore(Torch.channelsLast(x), anywhere).toFloatArray(), expected);
    }

    @Test
    void aFrameIsSeenWithinItsReachAndThere() {
        int reach = seesTheWhole()
                ? Math.min(model.card().temporalReach(), 3)
                : model.card().temporalReach();
        int count = frames(2 * reach + 3);
        int changed = count / 2;
        NDArray x = input(count, side(16), side(16));
        NDArray y = x.duplicate();
        y.set(
                new NDIndex("{}", changed),
                input(frames(1), side(16), side(16)).get(0).mul(0.5f));

        float[] differences = largestDifferences(model.restore(x, anywhere), model.restore(y, anywhere), 3, 2, 1)
                .toFloatArray();
        for (int t = 0; t < count; t++) {
            if (Math.abs(t - changed) > reach && !seesTheWhole()) {
                assertThat(differences[t])
                        .as("frame %d, frame %d changed", t, changed)
                        .isZero();
            }
        }
        assertThat(differences[changed]).isPositive();
        if (reach > 0) {
            assertThat(IntStream.range(0, count).filter(t -> differences[t] > 0).count())
                    .as("a temporal model looks at neighbours")
                    .isGreaterThan(1);
        }
    }

    @Test
    void aPixelIsSeenWithinItsReachAndThere() {
        int reach = model.card().spatialReach();
        int side = side(2 * reach + 9);
        int at = side / 2;
        NDArray x = input(frames(1), side, side);
        NDArray y = x.duplicate();
        y.set(new NDIndex("0, :, {}, {}", at, at), 0.9f);
        int scale = model.scale();

        NDArray changed = largestDifferences(model.restore(x, anywhere), model.restore(y, anywhere), 1, 0);
        float[] rows = changed.max(new int[] {1}).toFloatArray();
        float[] columns = changed.max(new int[] {0}).toFloatArray();
        for (int i = 0; i < side * scale; i++) {
            // A model that loses sight of the whole in a tile may use all of it.
            boolean outside = i < (at - reach) * scale || i >= (at + reach + 1) * scale;
            if (outside && model.card().tiling() == Tiling.SUPPORTED) {
                assertThat(rows[i]).as("row %d", i).isZero();
                assertThat(columns[i]).as("column %d", i).isZero();
            }
        }
        assertThat(rows[at * scale]).isPositive();
    }

    @Test
    void refusesWhatItsCardExcludes() {
        ModelCard card = model.card();
        for (int count = 1; count < card.frames().up(1) + 8; count++) {
            if (!card.frames().accepts(count)) {
                NDArray x = input(count, side(8), side(8));
                assertThatThrownBy(() -> model.restore(x, anywhere))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining("'" + card.id() + "'")
                        .hasMessageContaining("got " + x.getShape().get(0));
            }
        }
        if (card.spatialMultiple() > 1) {
            NDArray x = input(frames(1), side(8) + 1, side(8));
            assertThatThrownBy(() -> model.restore(x, anywhere))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("multiples of " + card.spatialMultiple());
        }
        NDArray grey = manager.zeros(new Shape(frames(1), 1, side(8), side(8)));
        assertThatThrownBy(() -> model.restore(grey, anywhere))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("[T, 3, h, w]");
        NDArray bytes = manager.zeros(new Shape(frames(1), 3, side(8), side(8)), DataType.UINT8);
        assertThatThrownBy(() -> model.restore(bytes, anywhere))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("float32");
        NDArray none = manager.zeros(new Shape(frames(1), 3, 0, side(8)));
        assertThatThrownBy(() -> model.restore(none, anywhere)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void measuresAShotTheSameWayEachTimeAndLeavesNothing() {
        model.shotMeasure().ifPresent(measure -> {
            NDArray frames = input(5, 40, 33);
            int before = Scopes.count(manager);
            List<Float> measured = measure.of(frames);

            assertThat(measured).isNotEmpty().allMatch(Float::isFinite).isEqualTo(measure.of(frames));
            assertThat(Scopes.count(manager)).isEqualTo(before);
            NDArray x = input(frames(2), side(16), side(16));
            assertSameBits(
                    model.restore(x, anywhere.withShot(measure.of(x))).toFloatArray(),
                    model.restore(x, anywhere.withShot(List.of())).toFloatArray());
        });
    }

    @Test
    void leavesNothingBehind() throws IOException {
        NDArray x = input(frames(1), side(16), side(16));
        model.restore(x, anywhere).close();
        int before = Scopes.count(manager);
        for (int i = 0; i < 50; i++) {
            model.restore(x, anywhere).close();
        }
        long settled = residentBytes();
        for (int i = 0; i < 200; i++) {
            model.restore(x, anywhere).close();
        }

        assertThat(Scopes.count(manager)).isEqualTo(before);
        // Less than a twentieth of what 200 leaked results alone would be.
        assertThat(residentBytes() - settled).isLessThan(Math.max(200 * x.size() * Float.BYTES * 4 / 20, 6 << 20));
    }

    @Test
    void recordsNoGradientsInAnyThread() {
        NDArray x = input(frames(1), side(8), side(8));
        x.setRequiresGradient(true);
        try (Autograd on = Autograd.on()) {
            assertThat(model.restore(x, anywhere).hasGradient()).isFalse();
            assertThat(Autograd.recording()).isTrue();
        }
    }

    @Test
    void theCardPredictsMemoryThatGrows() {
        MemoryModel memory = model.card().memory();
        int count = frames(1);
        long small = memory.bytes(count, 64, 64, model.scale());

        assertThat(small).isGreaterThan(3L * 64 * 64 * Float.BYTES * model.scale() * model.scale());
        assertThat(memory.bytes(frames(count + 1), 64, 64, model.scale())).isGreaterThan(small);
        assertThat(memory.bytes(count, 65_536, 65_536, model.scale())).isGreaterThan(small * 1000);
    }

    private static long residentBytes() throws IOException {
        Path status = Path.of("/proc/self/statm");
        org.junit.jupiter.api.Assumptions.assumeTrue(Files.exists(status), "needs /proc");
        System.gc(); // Java's own heap grows with the number of native calls until it is asked
        return Long.parseLong(Files.readString(status).split(" ")[1]) * 4096;
    }
}
