package io.vsr4j.upscale;

import io.vsr4j.media.Container;
import io.vsr4j.media.FrameReader;
import io.vsr4j.media.FrameSource;
import io.vsr4j.media.MediaLimits;
import io.vsr4j.media.MediaSource;
import io.vsr4j.media.VideoInfo;
import io.vsr4j.models.ModelCard;
import io.vsr4j.models.ModelRegistry;
import io.vsr4j.tensor.TorchEngine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/** Plans the restoration of a video wherever its bytes are, for those who then restore it chunk by chunk. */
public final class JobPlanner {
    private static final int DECODER_THREADS = 2;

    private JobPlanner() {}

    /**
     * Plans a job.
     *
     * @param settings what is wanted
     * @param source the bytes; read through if the model needs to know where shots begin
     * @param video what is in them
     * @param identity what identifies them in the plan
     * @param weights fingerprint of the model's weights
     * @param parameters learned numbers of its folder; they count where no memory is said
     * @param extension of the file that is made, which says the container
     * @param note told what a user should know, one sentence each
     * @return the plan
     * @throws InvalidRequestException if the settings do not fit the video
     * @throws io.vsr4j.media.MediaException if the container does not
     * @throws IOException if the source cannot be read now, but perhaps later
     */
    public static UpscalePlan plan(
            UpscaleSettings settings,
            MediaSource source,
            VideoInfo video,
            UpscalePlan.Source identity,
            String weights,
            long parameters,
            String extension,
            Consumer<String> note)
            throws IOException {
        ModelCard card = ModelRegistry.card(settings.network().model());
        Planner planner = new Planner(settings, card, video);
        UpscalePlan.Output made = planner.video(Container.of(Path.of("out." + extension)), extension);
        // Where it is said, the device may be another machine's.
        boolean said = settings.network().memory().isPresent();
        long memory =
                said ? 0 : MemoryBudget.of(TorchEngine.device(settings.network().device()));
        Allotment allotment = planner.allotment(parameters, memory);
        try {
            UpscalePlan.Run run = planner.run(allotment, () -> shots(source, video));
            planner.notes().forEach(note);
            return planner.plan(identity, weights, run, made);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** {@return frames in a chunk where neither chunks nor windows are asked for, and frames need not be cut} */
    public static int chunkFrames(ModelCard card) {
        return Planner.chunkFrames(card.windowFrames() - card.windowOverlap());
    }

    private static List<Integer> shots(MediaSource source, VideoInfo video) {
        try (FrameSource frames = FrameReader.open(source, video, MediaLimits.DEFAULT, DECODER_THREADS)) {
            return ShotDetector.shots(frames, count -> {});
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
