package io.vsr4j.upscale;

import io.vsr4j.media.Codec;
import io.vsr4j.media.EncodeSettings;
import io.vsr4j.media.FrameSink;
import io.vsr4j.media.MediaException;
import io.vsr4j.media.MediaLimits;
import io.vsr4j.media.OutputVideo;
import io.vsr4j.media.PictureFolder;
import io.vsr4j.media.PictureWriter;
import io.vsr4j.media.Rational;
import io.vsr4j.media.VideoInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
    public List<Path> places(UpscalePlan plan, JobSource source) {
        Map<Path, String> places = new LinkedHashMap<>();
        Optional<List<String>> names = numbered ? Optional.empty() : source.frameNames();
        for (int frame = plan.first(); frame < plan.end(); frame++) {
            String name = names.isPresent()
                    ? names.get().get(frame)
                    : PictureChunk.name(plan.output().container(), frame);
            String other = places.put(folder().resolve(stem(name) + "." + format(plan)), name);
            if (other != null) {
                throw new InvalidRequestException("the pictures " + other + " and " + name
                        + " would become one; number them by a pattern such as -o " + path.resolve("%05d.png"));
            }
        }
        return List.copyOf(places.keySet());
    }

    @Override
    public List<Path> made(UpscalePlan plan, WorkFolder work) {
        List<Path> made = new ArrayList<>();
        for (PictureChunk chunk : chunks(plan, work)) {
            for (int frame = chunk.frames().first(); frame < chunk.frames().end(); frame++) {
                made.add(chunk.picture(frame));
            }
        }
        return made;
    }

    private static List<PictureChunk> chunks(UpscalePlan plan, WorkFolder work) {
        return plan.chunks().stream()
                .map(c -> new PictureChunk(work.chunk(c), plan.output().container(), c))
                .toList();
    }

    @Override
    public void requireComplete(UpscalePlan plan, JobSource source) throws IOException {
        String wanted = describe(
                plan.end() - plan.first(), plan.output().width(), plan.output().height());
        String found;
        try (PictureFolder there = PictureFolder.open(path, new Rational(24, 1), MediaLimits.DEFAULT)) {
            VideoInfo video = there.video();
            found = describe(video.frames().count(), video.width(), video.height());
        } catch (MediaException e) {
            found = e.getMessage();
        }
        boolean all = places(plan, source).stream().allMatch(Files::isRegularFile);
        if (!all || !wanted.equals(found)) {
            throw new InvalidRequestException("the output " + path + " exists and holds " + found
                    + " where the job makes " + wanted + (all ? "" : " of other names")
                    + "; ask for --overwrite, or name another with -o");
        }
    }

    private static String stem(String name) {
        int dot = name.lastIndexOf('.');
        return dot < 0 ? name : name.substring(0, dot);
    }

    private static String describe(int pictures, int width, int height) {
        return pictures + " pictures of " + width + "x" + height;
    }

    @Override
    public String format(UpscalePlan plan) {
        return plan.output().container().substring(plan.output().container().lastIndexOf('.') + 1);
    }

    @Override
    public UpscalePlan.Output output(Planner planner, JobSource source) {
        String pattern = numbered ? path.getFileName().toString() : "%05d." + extension(source);
        int[] size = planner.pictureSize();
        boolean turned = source.video().rotation() % 180 != 0;
        int width = turned ? size[1] : size[0];
        int height = turned ? size[0] : size[1];
        OutputVideo video = PictureWriter.target(pattern, source.video(), width, height);
        return new UpscalePlan.Output(pattern, width, height, video.format(), EncodeSettings.of(Codec.FFV1));
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
    public FrameSink sink(Path kept, Chunk chunk, OutputVideo video, UpscalePlan plan) throws IOException {
        return new PictureChunk(kept, plan.output().container(), chunk).sink(video);
    }

    @Override
    public List<String> finish(UpscalePlan plan, JobSource source, WorkFolder work) throws IOException {
        for (PictureChunk chunk : chunks(plan, work)) {
            chunk.check();
        }
        boolean silent = source.joinPlan().source().isEmpty();
        return silent
                ? List.of()
                : List.of("Pictures hold no sound, subtitles or times; those of the source are dropped.");
    }
}
