package io.vsr4j.upscale;

import io.vsr4j.media.Codec;
import io.vsr4j.media.EncodeSettings;
import io.vsr4j.media.FrameSink;
import io.vsr4j.media.OutputVideo;
import io.vsr4j.media.Picture;
import io.vsr4j.media.PictureWriter;
import io.vsr4j.media.VideoInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Makes a picture of each frame: numbered by a pattern such as {@code out/%05d.png}, or in a folder under the names that the
 * source's pictures have.
 */
final class PictureTarget implements JobTarget {
    private static final Pattern NUMBERED =
            Pattern.compile(".*%0?\\d*d.*\\.(png|jpe?g|tiff?)", Pattern.CASE_INSENSITIVE);

    private final Path path;
    private final boolean numbered;

    PictureTarget(Path path) {
        this.path = path;
        this.numbered = NUMBERED.matcher(path.getFileName().toString()).matches();
    }

    /** {@return whether a path stands for pictures: a pattern, a folder, or a name without extension} */
    static boolean isPictures(Path path) {
        String name = path.getFileName() == null ? "" : path.getFileName().toString();
        return NUMBERED.matcher(name).matches() || Files.isDirectory(path) || name.indexOf('.', 1) < 0;
    }

    private Path folder() {
        return numbered ? path.toAbsolutePath().getParent() : path;
    }

    @Override
    public void check(boolean mayExist) throws IOException {
        if (numbered) {
            Outputs.check(path, true);
        } else {
            Outputs.check(path, mayExist || isEmptyFolder());
        }
        if (Files.exists(folder()) && !Files.isDirectory(folder())) {
            throw new InvalidRequestException(
                    "the output " + path + " is a file where a folder is needed; name another");
        }
    }

    private boolean isEmptyFolder() throws IOException {
        if (!Files.isDirectory(path)) {
            return false;
        }
        try (Stream<Path> files = Files.list(path)) {
            return files.findAny().isEmpty();
        }
    }

    @Override
    public boolean isThere() throws IOException {
        return !numbered && Files.exists(path) && !isEmptyFolder();
    }

    @Override
    public void requireComplete(UpscalePlan plan, JobSource source) {
        for (int frame = plan.first(); frame < plan.end(); frame++) {
            Path picture = folder().resolve(name(plan, source, frame));
            if (!Files.isRegularFile(picture)) {
                throw new InvalidRequestException("the output " + path + " exists but lacks " + picture.getFileName()
                        + "; ask for --overwrite, or name another with -o");
            }
        }
    }

    @Override
    public String format(UpscalePlan plan) {
        return plan.output().container().substring(plan.output().container().lastIndexOf('.') + 1);
    }

    @Override
    public UpscalePlan.Output output(Planner planner, JobSource source) {
        String pattern = numbered ? path.getFileName().toString() : "%05d." + extension(source);
        int[] size = planner.pictureSize();
        OutputVideo video = PictureWriter.target(pattern, source.video(), size[0], size[1]);
        return new UpscalePlan.Output(pattern, size[0], size[1], video.format(), EncodeSettings.of(Codec.FFV1));
    }

    private static String extension(JobSource source) {
        String name = source.files().get(0).getFileName().toString();
        return source.frameNames().isPresent()
                ? name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT)
                : "png";
    }

    @Override
    public OutputVideo video(UpscalePlan plan, VideoInfo source) {
        return PictureWriter.target(
                plan.output().container(),
                source,
                plan.output().width(),
                plan.output().height());
    }

    @Override
    public FrameSink sink(Path work, Chunk chunk, OutputVideo video, UpscalePlan plan) throws IOException {
        Path part = work.resolveSibling("." + work.getFileName() + ".part");
        Files.createDirectories(part);
        PictureWriter writer = new PictureWriter(part, plan.output().container(), chunk.first() + 1, video, true);
        return new FrameSink() {
            @Override
            public void write(Picture picture) throws IOException {
                writer.write(picture);
            }

            @Override
            public void finish() throws IOException {
                writer.finish();
                Files.move(part, work, StandardCopyOption.ATOMIC_MOVE);
            }

            @Override
            public void close() {
                writer.close();
            }
        };
    }

    private String name(UpscalePlan plan, JobSource source, int frame) {
        Optional<List<String>> names = numbered ? Optional.empty() : source.frameNames();
        return names.map(n -> stem(n.get(frame)) + "." + format(plan)).orElseGet(() -> number(plan, frame));
    }

    private static String number(UpscalePlan plan, int frame) {
        return plan.output().container().formatted(frame + 1);
    }

    private static String stem(String name) {
        int dot = name.lastIndexOf('.');
        return dot < 0 ? name : name.substring(0, dot);
    }

    /** Pictures are linked into place, so that a crash on the way leaves the chunks whole and the next run goes on. */
    @Override
    public List<String> publish(UpscalePlan plan, JobSource source, List<Path> chunks, boolean overwrite)
            throws IOException {
        List<Path> from = new ArrayList<>();
        List<Path> to = new ArrayList<>();
        for (int i = 0; i < chunks.size(); i++) {
            Chunk chunk = plan.chunks().get(i);
            for (int frame = chunk.first(); frame < chunk.end(); frame++) {
                Path made = chunks.get(i).resolve(number(plan, frame));
                if (!Files.isRegularFile(made)) {
                    throw new IOException("the picture of frame " + frame + " is missing from " + chunks.get(i)
                            + "; delete that folder and resume");
                }
                Path place = folder().resolve(name(plan, source, frame));
                if (!overwrite && Files.exists(place) && !Files.isSameFile(made, place)) {
                    throw new InvalidRequestException(
                            "the output " + place + " exists; ask for --overwrite, or name another with -o");
                }
                from.add(made);
                to.add(place);
            }
        }
        Files.createDirectories(folder());
        for (int i = 0; i < from.size(); i++) {
            if (Files.exists(to.get(i)) && Files.isSameFile(from.get(i), to.get(i))) {
                continue;
            }
            Path link = to.get(i).resolveSibling("." + to.get(i).getFileName() + ".part");
            Files.deleteIfExists(link);
            try {
                Files.createLink(link, from.get(i));
            } catch (UnsupportedOperationException | IOException e) {
                Files.copy(from.get(i), link);
            }
            Files.move(link, to.get(i), StandardCopyOption.ATOMIC_MOVE);
        }
        boolean silent = source.joinPlan().source().isEmpty();
        return silent
                ? List.of()
                : List.of("Pictures hold no sound, subtitles or times; those of the source are dropped.");
    }
}
