package io.vsr4j.functions;

import io.vsr4j.functions.job.Manifest;
import io.vsr4j.functions.job.Part;
import io.vsr4j.functions.store.ObjectSource;
import io.vsr4j.media.MediaException;
import io.vsr4j.media.MediaLimits;
import io.vsr4j.media.MediaSource;
import io.vsr4j.media.PartCutter;
import io.vsr4j.media.PartProof;
import io.vsr4j.media.VideoPart;
import io.vsr4j.tensor.Sha256;
import io.vsr4j.upscale.Chunk;
import io.vsr4j.upscale.Window;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Cuts the video of a job that was planned into a part for each chunk, with the frames around it that its windows see. A part
 * is put when it is proved to show the same frames as the video; where one does not, none is used, and the job goes on by
 * reading the video in ranges. Who cuts the same video again puts the same objects.
 */
final class Parts {
    private static final Logger LOG = LoggerFactory.getLogger(Parts.class);
    /** Frames that all parts may hold together, for each one that is wanted: with few key frames, parts repeat each other. */
    private static final int MOST_REPEATED = 8;

    private final Service service;

    /** @param service where to work */
    Parts(Service service) {
        this.service = service;
    }

    /**
     * {@return the job with its parts, or with a note that says why there are none}
     *
     * @param stop asked before each part
     * @throws CancellationException if {@code stop} says so
     * @throws IOException if it may be otherwise the next time
     */
    Manifest cut(Manifest planned, BooleanSupplier stop) throws IOException {
        List<Part> parts = new ArrayList<>();
        try {
            checkSize(planned);
            cut(planned, parts, stop);
            LOG.info("job {}: {} parts cut", planned.job(), parts.size());
            return planned.withParts(parts);
        } catch (MediaException e) {
            LOG.warn("job {}: the video is not cut into parts: {}", planned.job(), e.getMessage());
            for (int i = 0; i < parts.size(); i++) {
                service.store()
                        .delete(Service.keys(planned.job()).part(i, parts.get(i).sha256()));
            }
            return planned.withNote("the video is not cut into parts, but read in ranges: " + e.getMessage());
        }
    }

    private static int first(Manifest manifest, Chunk chunk) {
        return manifest.plan()
                .windows()
                .touching(chunk.first(), chunk.end())
                .get(0)
                .first();
    }

    private static int end(Manifest manifest, Chunk chunk) {
        List<Window> windows = manifest.plan().windows().touching(chunk.first(), chunk.end());
        return windows.get(windows.size() - 1).end();
    }

    private static void checkSize(Manifest manifest) {
        long frames = 0;
        for (Chunk chunk : manifest.plan().chunks()) {
            frames += end(manifest, chunk) - PartCutter.keyOf(manifest.video(), first(manifest, chunk));
        }
        long wanted = manifest.plan().end() - manifest.plan().first();
        if (frames > MOST_REPEATED * wanted) {
            throw new MediaException("its parts would hold " + frames + " frames to show " + wanted + ", more than "
                    + MOST_REPEATED + " times as many, since it has few key frames; choose longer chunks");
        }
    }

    private void cut(Manifest manifest, List<Part> parts, BooleanSupplier stop) throws IOException {
        ObjectSource source = manifest.source().open(service.store());
        int threads = Math.min(8, Runtime.getRuntime().availableProcessors());
        Files.createDirectories(service.config().temporary());
        Path folder = Files.createTempDirectory(service.config().temporary(), "part-");
        Path file = folder.resolve("part");
        try (PartCutter cutter = new PartCutter(source, manifest.video(), MediaLimits.DEFAULT);
                PartProof proof = new PartProof(source, manifest.video(), MediaLimits.DEFAULT, threads)) {
            for (Chunk chunk : manifest.plan().chunks()) {
                if (stop.getAsBoolean()) {
                    throw new CancellationException("stopped before part " + chunk.index());
                }
                VideoPart video = cutter.cut(first(manifest, chunk), end(manifest, chunk), file);
                proof.check(video, MediaSource.of(file));
                Part part = new Part(video, Sha256.of(file));
                String key = Service.keys(manifest.job()).part(chunk.index(), part.sha256());
                service.store().putIfAbsent(key, file, "video/x-nut", Map.of());
                parts.add(part);
            }
        } finally {
            Files.deleteIfExists(file);
            Files.deleteIfExists(folder);
        }
    }
}
