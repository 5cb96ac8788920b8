package io.vsr4j.notebook;

import io.vsr4j.media.Codec;
import io.vsr4j.media.FrameReader;
import io.vsr4j.media.FrameSource;
import io.vsr4j.media.MediaInfo;
import io.vsr4j.media.MediaLimits;
import io.vsr4j.media.MediaProbe;
import io.vsr4j.media.Picture;
import io.vsr4j.media.PixelFormat;
import io.vsr4j.media.VideoInfo;
import io.vsr4j.quality.report.Html;
import io.vsr4j.quality.report.Rgb;
import io.vsr4j.upscale.JobListener;
import io.vsr4j.upscale.UpscaleJob;
import io.vsr4j.upscale.UpscaleSettings;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** A video inside the notebook, in what every browser plays, and some of its frames for viewers that show no video. */
final class VideoView {
    private static final int MOST_BYTES = 8 << 20;
    private static final int MOST_LINES = 480;
    private static final int SHEET_FRAMES = 8;
    private static final int SHEET_COLUMNS = 4;
    private static final int SHEET_SIDE = 240;

    private VideoView() {}

    static List<Output> of(Path video) throws IOException {
        MediaInfo info = MediaProbe.probe(video, MediaLimits.DEFAULT);
        String words = video.getFileName() + ": " + info.video().frames().count() + " frames of "
                + info.video().width() + "x" + info.video().height();
        Output sheet = Output.png(sheet(info), "frames of " + words);
        byte[] bytes = playable(video, info);
        if (bytes == null) {
            return List.of(sheet);
        }
        Html html = new Html();
        html.open(
                        "video",
                        "controls",
                        null,
                        "loop",
                        null,
                        "muted",
                        null,
                        "style",
                        "max-width:100%",
                        "src",
                        "data:video/mp4;base64," + Base64.getEncoder().encodeToString(bytes))
                .close("video");
        html.element("div", words, "style", "font-size:smaller");
        return List.of(Output.html(html, words), sheet);
    }

    /** {@return the video as small H.264 in MP4; null if this build cannot write that, or it is too long} */
    private static byte[] playable(Path video, MediaInfo info) throws IOException {
        VideoInfo track = info.video();
        boolean plain = track.codec().equals("h264")
                && track.format().equals(PixelFormat.YUV420P)
                && track.height() <= MOST_LINES
                && info.container().contains("mp4");
        if (plain && Files.size(video) <= MOST_BYTES) {
            return Files.readAllBytes(video);
        }
        if (!Codec.H264.available()) {
            return null;
        }
        Path folder = Files.createTempDirectory("vsr4j-preview-");
        Path preview = folder.resolve("preview.mp4");
        try {
            new UpscaleJob(video, preview, settings(track), false, JobListener.NONE).run();
            return Files.size(preview) <= MOST_BYTES ? Files.readAllBytes(preview) : null;
        } finally {
            Files.deleteIfExists(preview);
            Files.deleteIfExists(folder);
        }
    }

    /** Restored by a plain filter at factor 1, which is to say not at all, and reduced. */
    private static UpscaleSettings settings(VideoInfo track) {
        UpscaleSettings.Network none = UpscaleSettings.Network.DEFAULTS;
        boolean turned = track.rotation() % 180 != 0;
        int lines = Math.min(MOST_LINES, turned ? track.width() : track.height()) & ~1;
        return new UpscaleSettings(
                new UpscaleSettings.Network(
                        "bicubic",
                        none.weights(),
                        OptionalInt.of(1),
                        none.device(),
                        none.dtype(),
                        none.threads(),
                        none.memory(),
                        false,
                        0,
                        none.prompt()),
                UpscaleSettings.Grid.DEFAULTS,
                new UpscaleSettings.Output(
                        OptionalInt.of(lines),
                        Optional.of("h264"),
                        Optional.of("fast"),
                        OptionalInt.of(23),
                        Optional.of("yuv420p"),
                        OptionalDouble.empty(),
                        false),
                UpscaleSettings.Part.WHOLE);
    }

    /** {@return frames from the whole length, in rows} */
    private static BufferedImage sheet(MediaInfo info) throws IOException {
        int count = Math.min(SHEET_FRAMES, info.video().frames().count());
        int columns = Math.min(SHEET_COLUMNS, count);
        BufferedImage sheet = null;
        Graphics2D graphics = null;
        try (FrameSource source = FrameReader.open(info)) {
            Picture picture = source.video().newPicture();
            for (int i = 0; i < count; i++) {
                source.seek((int) ((long) i * source.video().frames().count() / count));
                source.read(picture);
                BufferedImage small = Rgb.within(Frames.image(picture, source.video()), SHEET_SIDE);
                if (sheet == null) {
                    int rows = (count + columns - 1) / columns;
                    sheet = Rgb.blank(columns * small.getWidth(), rows * small.getHeight());
                    graphics = sheet.createGraphics();
                }
                graphics.drawImage(small, i % columns * small.getWidth(), i / columns * small.getHeight(), null);
            }
        } finally {
            if (graphics != null) {
                graphics.dispose();
            }
        }
        return sheet;
    }
}
