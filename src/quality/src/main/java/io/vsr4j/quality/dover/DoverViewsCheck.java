package io.vsr4j.quality.dover;

import ai.djl.ndarray.NDArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.vsr4j.models.network.Config;
import io.vsr4j.models.verify.FixtureCheck;
import io.vsr4j.models.verify.FixtureFile;
import io.vsr4j.models.verify.FixtureRun;
import io.vsr4j.models.verify.Tolerance;
import io.vsr4j.tensor.DType;
import io.vsr4j.tensor.Torch;
import java.util.ArrayList;
import java.util.List;

/** Fragments and resized frames, of given offsets. */
public final class DoverViewsCheck implements FixtureCheck {
    @Override
    public boolean accepts(FixtureFile file) {
        return file.upstream().contains("get_spatial_fragments");
    }

    @Override
    public void run(FixtureFile file, FixtureRun run) {
        for (JsonElement element : file.config().json().getAsJsonArray("cases")) {
            JsonObject json = element.getAsJsonObject();
            Config one = new Config(file.name() + " case", json);
            String name = one.text("case", "");
            NDArray video = frames(run.raw(name + ".in.video"));
            if (one.has("size")) {
                int height = one.numbers("size").get(0);
                int width = one.numbers("size").get(1);
                for (boolean antialias : new boolean[] {false, true}) {
                    String output = name + ".out.view_antialias_" + (antialias ? "on" : "off");
                    run.compare(output, clip(Views.resized(video, height, width, antialias)), Tolerance.of(1));
                }
            } else {
                Fragments grid = new Fragments(one.number("fh"), one.number("fw"), one.number("fs"));
                NDArray view = view(grid, video, one.number("aligned"), run, name + ".in.offset_");
                Tolerance tolerance = one.flag("upscaled", false) ? Tolerance.of(1) : Tolerance.EXACT;
                run.compare(name + ".out.view", view, tolerance);
            }
        }
    }

    /** {@code [3, T, H, W]} bytes to {@code [T, 3, H, W]}. */
    static NDArray frames(NDArray video) {
        return Torch.to(video, DType.F32).transpose(1, 0, 2, 3);
    }

    private static NDArray clip(NDArray frames) {
        return frames.transpose(1, 0, 2, 3);
    }

    /**
     * The fragments of a video, offsets changing after each block of frames.
     *
     * @param video {@code [T, 3, H, W]}
     * @param aligned frames in a block; a single frame is its own
     * @param offsets how the names of the offsets begin
     * @return {@code [3, T, h, w]}
     */
    static NDArray view(Fragments grid, NDArray video, int aligned, FixtureRun run, String offsets) {
        int frames = (int) video.getShape().get(0);
        int length = frames == 1 ? 1 : aligned;
        List<NDArray> parts = new ArrayList<>();
        for (int block = 0; block * length < frames; block++) {
            NDArray part = video.get((block * length) + ":" + Math.min(frames, (block + 1) * length));
            int[] down = offsets(run, offsets + "h", block);
            int[] right = offsets(run, offsets + "w", block);
            parts.add(grid.view(part, down, right));
        }
        NDArray first = parts.remove(0);
        return clip(parts.isEmpty() ? first : first.concat(join(parts), 0));
    }

    private static NDArray join(List<NDArray> parts) {
        return parts.stream().reduce((a, b) -> a.concat(b, 0)).orElseThrow();
    }

    private static int[] offsets(FixtureRun run, String name, int block) {
        return run.raw(name).get(":, :, " + block).flatten().toIntArray();
    }
}
