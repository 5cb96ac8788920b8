package io.vsr4j.quality.dover;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.vsr4j.models.network.Config;
import io.vsr4j.models.verify.FixtureCheck;
import io.vsr4j.models.verify.FixtureFile;
import io.vsr4j.models.verify.FixtureRun;
import io.vsr4j.models.verify.Tolerance;
import java.util.List;

/** From the frames of a video to normalised clips. */
public final class DoverPipelineCheck implements FixtureCheck {
    @Override
    public boolean accepts(FixtureFile file) {
        return file.upstream().contains("UnifiedFrameSampler");
    }

    @Override
    public void run(FixtureFile file, FixtureRun run) {
        Config config = file.config();
        for (String name : run.cases()) {
            if (name.startsWith("frames")) {
                String[] part = name.split("\\.");
                Config one = config.part("frames").part(part[1]);
                FrameSampler sampler = new FrameSampler(
                        one.number("fsize_t"), one.number("fragments_t"), one.number("frame_interval"));
                int frames = Integer.parseInt(part[0].substring("frames".length()));
                int[] offsets = run.raw(name + ".in.offset_t").toIntArray();
                compare(run, name + ".out.frame_indices", sampler.indices(frames, offsets));
            }
        }
        pipeline(config.part("pipeline"), run);
    }

    private static void pipeline(Config config, FixtureRun run) {
        NDArray video = DoverViewsCheck.frames(run.raw("pipeline.in.video"));
        Config technical = config.part("technical");
        int length = technical.number("clip_len");
        int clips = technical.number("num_clips");
        NDArray seen =
                sampled(run, "technical", new FrameSampler(length, clips, technical.number("frame_interval")), video);
        Fragments grid = new Fragments(
                technical.number("fragments_h"), technical.number("fragments_w"), technical.number("fsize_h"));
        NDArray fragments = DoverViewsCheck.view(grid, seen, technical.number("aligned"), run, "pipeline.in.offset_");
        compare(run, "technical", fragments, clips, Tolerance.EXACT);

        Config aesthetic = config.part("aesthetic");
        int segments = aesthetic.number("t_frag");
        seen = sampled(
                run,
                "aesthetic",
                new FrameSampler(aesthetic.number("clip_len") / segments, segments, aesthetic.number("frame_interval")),
                video);
        NDArray whole = Views.resized(seen, aesthetic.number("size_h"), aesthetic.number("size_w"), false);
        compare(run, "aesthetic", whole.transpose(1, 0, 2, 3), aesthetic.number("num_clips"), Tolerance.of(1));
    }

    private static NDArray sampled(FixtureRun run, String branch, FrameSampler sampler, NDArray video) {
        int[] offsets = run.raw("pipeline.in." + branch + "_offset_t").toIntArray();
        int[] indices = sampler.indices((int) video.getShape().get(0), offsets);
        compare(run, "pipeline.out." + branch + "_frame_indices", indices);
        return video.get(run.scope().create(indices));
    }

    /** {@code view} is {@code [3, clips * T, H, W]}. */
    private static void compare(FixtureRun run, String branch, NDArray view, int clips, Tolerance tolerance) {
        NDList parts = view.split(clips, 1);
        List<NDArray> each = parts.stream().map(part -> part.expandDims(0)).toList();
        NDArray all = each.stream().reduce((a, b) -> a.concat(b, 0)).orElseThrow();
        // Of the expected bytes: a level more or less, which a rounded view may have, is a difference once normalised.
        NDArray bytes = run.raw("pipeline.out." + branch + "_clips_u8");
        NDArray first = Views.normalised(bytes).get("0:1, :, 0");
        run.compare("pipeline.out." + branch + "_first_frame_normalised", first, Tolerance.of(1e-5));
        run.compare("pipeline.out." + branch + "_clips_u8", all, tolerance);
    }

    private static void compare(FixtureRun run, String name, int[] indices) {
        run.compare(name, run.scope().create(indices), Tolerance.EXACT);
    }
}
