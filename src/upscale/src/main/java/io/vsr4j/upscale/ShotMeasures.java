package io.vsr4j.upscale;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import io.vsr4j.media.FrameSource;
import io.vsr4j.media.Picture;
import io.vsr4j.models.ShotMeasure;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the model knows of whole shots. Each is measured when a window of it is first needed. */
final class ShotMeasures {
    private final Optional<ShotMeasure> measure;
    private final WindowGrid grid;
    private final Map<Integer, List<Float>> known;

    /**
     * @param measure the model's
     * @param grid knows the shots
     * @param known by first frame of a shot; receives what is measured
     */
    ShotMeasures(Optional<ShotMeasure> measure, WindowGrid grid, Map<Integer, List<Float>> known) {
        this.measure = measure;
        this.grid = grid;
        this.known = known;
    }

    /** {@return the measure of each window's shot} The source is sought and read where a shot is not known yet. */
    Map<Window, List<Float>> of(List<Window> windows, FrameSource source, NDManager manager) {
        Map<Window, List<Float>> all = new HashMap<>();
        for (Window window : windows) {
            all.put(window, measure.map(m -> of(m, window, source, manager)).orElse(List.of()));
        }
        return all;
    }

    private List<Float> of(ShotMeasure model, Window window, FrameSource source, NDManager manager) {
        Window shot = grid.shot(window.first());
        List<Float> measured = known.get(shot.first());
        if (measured == null) {
            known.put(shot.first(), List.copyOf(measured(model, shot, source, manager)));
            measured = known.get(shot.first()); // where it is kept for several workers, the first one's
        }
        return measured;
    }

    private static List<Float> measured(ShotMeasure model, Window shot, FrameSource source, NDManager manager) {
        try (NDManager scope = manager.newSubManager()) {
            PixelConverter toRgb = PixelConverter.of(source.video(), scope);
            Picture picture = source.video().newPicture();
            NDList frames = new NDList();
            for (int place : ShotMeasure.places(shot.frames())) {
                source.seek(shot.first() + place);
                source.read(picture);
                frames.add(toRgb.read(scope, picture));
            }
            NDArray all = frames.size() == 1 ? frames.get(0) : NDArrays.concat(frames);
            return model.of(all);
        }
    }
}
