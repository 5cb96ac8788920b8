package io.vsr4j.training.data;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import io.vsr4j.tensor.CheckpointException;
import io.vsr4j.tensor.SafetensorsWriter;
import io.vsr4j.tensor.Torch;
import io.vsr4j.tensor.TorchEngine;
import io.vsr4j.tensor.Weights;
import io.vsr4j.training.Draw;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;

/**
 * Clips that are made once, kept in a folder, and drawn from many times, each time another part of one, laid another way. To
 * decode, move and degrade a clip takes longer than a small network takes to learn from it. Every so many draws a new one is
 * made, until there are enough; so nobody waits for all of them to begin with, and which clip a draw gives depends on its
 * number alone, whatever the folder held before.
 *
 * <p>Good frames are kept in 8 bits, bad ones in {@code float16}. Exact motion is not kept.
 */
final class StoredClips implements ClipSource {
    private static final String HIGH = "high";
    private static final String LOW = "low";
    private static final String TEACHER = "teacher";
    private static final float LEVELS = 255;

    private final Clips maker;
    private final ClipSettings wanted;
    private final StoreSettings store;
    private final Path folder;

    /**
     * @param maker of clips of the size that is kept; closed with this
     * @param wanted what clips are given
     * @param store what is kept
     * @param folder where this maker's clips are, and nobody else's; made if it is not there
     */
    StoredClips(Clips maker, ClipSettings wanted, StoreSettings store, Path folder) throws IOException {
        this.maker = maker;
        this.wanted = wanted;
        this.store = store;
        this.folder = Files.createDirectories(folder);
    }

    /** {@return the number of the kept clip that a draw gives} */
    static long kept(long index, StoreSettings store, Random random) {
        long newest = index / store.uses();
        if (newest < store.clips() && index % store.uses() == 0) {
            return newest;
        }
        return (long) (random.nextDouble() * Math.min(store.clips(), newest + 1));
    }

    @Override
    public Clip clip(long index, NDManager owner) throws IOException {
        Random random = new Draw(wanted.seed(), index).random("stored clip");
        try (NDManager scope = owner.newSubManager()) {
            Map<String, NDArray> whole = load(kept(index, store, random), scope);
            int scale = wanted.scale();
            Orientation orientation = Orientation.draw(random, wanted.flips(), wanted.turns());
            Cut cut = cut(random, orientation, scale);
            int first = random.nextInt(store.frames() - wanted.frames() + 1);
            boolean reversed = random.nextBoolean() && wanted.reversal();
            Map<String, NDArray> parts = new HashMap<>();
            whole.forEach((name, frames) -> {
                Cut of = name.equals(LOW) ? cut.dividedBy(scale) : cut;
                NDArray part = part(frames, first, wanted.frames(), of);
                parts.put(name, finished(laid(part, orientation, reversed), owner));
            });
            return new Clip(parts.get(HIGH), parts.get(LOW), null, parts.get(TEACHER));
        }
    }

    private Cut cut(Random random, Orientation orientation, int step) {
        int width = wanted.width(orientation);
        return Cut.draw(random, store.width(), store.height(), width, wanted.height(orientation), step);
    }

    private static NDArray part(NDArray frames, int first, int count, Cut cut) {
        return frames.get(new NDIndex(
                "{}:{}, :, {}:{}, {}:{}",
                first,
                first + count,
                cut.top(),
                cut.top() + cut.height(),
                cut.left(),
                cut.left() + cut.width()));
    }

    private static NDArray laid(NDArray frames, Orientation orientation, boolean reversed) {
        NDArray laid = orientation.transposed() ? frames.transpose(0, 1, 3, 2) : frames;
        laid = orientation.mirrored() ? laid.flip(3) : laid;
        laid = orientation.flipped() ? laid.flip(2) : laid;
        return reversed ? laid.flip(0) : laid;
    }

    private static NDArray finished(NDArray frames, NDManager owner) {
        boolean codes = frames.getDataType() == DataType.UINT8;
        NDArray values = Torch.contiguous(frames).toType(DataType.FLOAT32, true);
        NDArray finished = codes ? Torch.divide(values, LEVELS) : values;
        finished.attach(owner);
        return finished;
    }

    @Override
    public NDArray pictures(long index, int count, NDManager owner) throws IOException {
        try (NDManager scope = owner.newSubManager()) {
            NDList pictures = new NDList();
            for (int i = 0; i < count; i++) {
                Random random = new Draw(wanted.seed(), index).random("stored picture " + i);
                NDArray frames = load(kept(index, store, random), scope).get(HIGH);
                Orientation orientation = Orientation.draw(random, wanted.flips(), wanted.turns());
                Cut cut = cut(random, orientation, 1);
                NDArray picture = part(frames, random.nextInt(store.frames()), 1, cut);
                pictures.add(finished(laid(picture, orientation, false), scope));
            }
            NDArray all = NDArrays.concat(pictures);
            all.attach(owner);
            return all;
        }
    }

    /** Reads a kept clip; makes it if it is not there, or cannot be read. */
    private Map<String, NDArray> load(long number, NDManager scope) throws IOException {
        Path file = folder.resolve(number + ".safetensors");
        if (Files.exists(file)) {
            try (Weights kept = Weights.open(file)) {
                Map<String, NDArray> all = new HashMap<>();
                for (String name : kept.names()) {
                    all.put(name, kept.load(scope, name, kept.shape(name)));
                }
                return all;
            } catch (CheckpointException e) {
                Files.deleteIfExists(file); // it is made anew
            }
        }
        try (NDManager making = TorchEngine.newManager(Device.cpu())) {
            Clip clip = maker.clip(number, making);
            Map<String, NDArray> all = new HashMap<>();
            all.put(HIGH, codes(clip.high()));
            all.put(LOW, clip.low().toType(DataType.FLOAT16, true));
            if (clip.teacher() != null) {
                all.put(TEACHER, codes(clip.teacher()));
            }
            // Under a name of its own first: another training may be making the same one.
            Path own = Files.createTempFile(folder, number + "-", ".making");
            try {
                SafetensorsWriter.write(own, all, Map.of());
                Files.move(own, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(own);
            }
            all.replaceAll((name, frames) -> Torch.copyIn(scope, frames));
            return all;
        }
    }

    private static NDArray codes(NDArray frames) {
        return frames.mul(LEVELS).add(0.5f).clip(0, LEVELS).toType(DataType.UINT8, true);
    }

    @Override
    public void close() {
        maker.close();
    }
}
