package io.vsr4j.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each bad file is one line that names it, says what was found and what is wanted. */
class BadInputTest {
    private static final String SOURCE = "-f lavfi -i testsrc2=size=64x48:rate=25:duration=0.4 -pix_fmt yuv420p ";

    @TempDir
    static Path dir;

    @Test
    void emptyFile() throws Exception {
        assertRefused(Files.createFile(dir.resolve("empty.mp4")), "empty (0 bytes)");
    }

    @ParameterizedTest
    @CsvSource({"Dear diary, 200", "x, 1", "0123456789, 40000"})
    void textFile(String text, int times) throws Exception {
        assertRefused(Files.writeString(dir.resolve("text.mp4"), text.repeat(times)), "no video format is recognised");
    }

    @Test
    void truncatedMp4() throws Exception {
        byte[] whole = Files.readAllBytes(Clips.make(dir, SOURCE + "-c:v libx264 whole.mp4"));
        Path file = dir.resolve("truncated.mp4");
        Files.write(file, Arrays.copyOf(whole, whole.length / 2));

        assertRefused(file, "cut off or damaged");
    }

    @Test
    void audioOnly() throws Exception {
        assertRefused(
                Clips.make(dir, "-f lavfi -i sine=duration=0.2 -c:a aac sound.mp4"),
                "no video stream, only audio (aac)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"song.mp3", "song.m4a", "song.flac"})
    void coverArtOnly(String name) throws Exception {
        Path file = Clips.make(
                dir,
                "-f lavfi -i sine=duration=0.2 -f lavfi -i color=size=32x32 -map 0 -map 1 -frames:v 1 -c:v mjpeg "
                        + "-disposition:v attached_pic -strict unofficial " + name);

        assertRefused(file, "no video stream", "cover (mjpeg)");
    }

    @ParameterizedTest
    @CsvSource({"none.mp4, moof, 4", "none.mkv, \u001fC\u00b6u, 0"})
    void noFrames(String name, String firstData, int before) throws Exception {
        byte[] whole = Files.readAllBytes(Clips.make(dir, SOURCE + "-c:v mpeg4 -movflags empty_moov whole-" + name));
        int headers = new String(whole, StandardCharsets.ISO_8859_1).indexOf(firstData) - before;
        Path file = Files.write(dir.resolve(name), Arrays.copyOf(whole, headers));

        assertRefused(file, "cut off");
    }

    @ParameterizedTest
    @CsvSource({"1x1, ffv1, mkv", "3x5, ffv1, mkv", "1x1, libx264, mp4", "3x5, libx264, mp4", "3x5, libvpx-vp9, webm"})
    void tinyVideosAreVideos(String size, String codec, String extension) throws Exception {
        Path file = Clips.make(
                dir,
                "-f lavfi -i testsrc2=size=64x48:rate=25:duration=0.4 -vf scale=%s -pix_fmt yuv444p -c:v %s tiny-%s.%s"
                        .formatted(size.replace('x', ':'), codec, size, extension));

        MediaInfo info = MediaProbe.probe(file, MediaLimits.DEFAULT);
        assertThat(info.video().width() + "x" + info.video().height()).isEqualTo(size);
        try (FrameReader frames = FrameReader.open(info)) {
            assertThat(Reference.read(frames))
                    .isEqualTo(Reference.decode(file, info.video().format()))
                    .hasSize(10);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"header.mp4", "header.mov", "header.avi", "header.mkv"})
    void hugeFramesAreRefusedByTheirHeader(String name) throws Exception {
        Path file = Clips.make(dir, "-f lavfi -i color=size=320x272:rate=25 -frames:v 3 -c:v mpeg4 " + name);
        byte[] bytes = Files.readAllBytes(file);
        Headers.replaceSize(bytes, name, 320, 272, 40_000, 40_000);
        Files.write(file, bytes);

        assertRefused(file, "40000x40000", "limit of 16384x16384");
    }

    @Test
    void hugeRawFramesAreRefusedByTheirHeader() throws Exception {
        Path file = Files.writeString(dir.resolve("header.y4m"), "YUV4MPEG2 W40000 H40000 F25:1 C420jpeg\nFRAME\nxxxx");

        assertRefused(file, "40000x40000", "limit of 16384x16384");
    }

    @Test
    void limitsAreConfiguration() throws Exception {
        Path file = Clips.make(dir, "-f lavfi -i sine=duration=0.4 " + SOURCE + "-c:v libx264 small.mp4");

        assertThatThrownBy(() -> MediaProbe.probe(file, new MediaLimits(63, 100, 10_000, 100, 10, 1 << 20)))
                .hasMessageContaining("64x48, more than the limit of 63x100");
        assertThatThrownBy(() -> MediaProbe.probe(file, new MediaLimits(100, 100, 3071, 100, 10, 1 << 20)))
                .hasMessageContaining("3071 pixels");
        assertThatThrownBy(() -> MediaProbe.probe(file, new MediaLimits(100, 100, 10_000, 9, 10, 1 << 20)))
                .hasMessageContaining("more frames than the limit of 9");
        assertThatThrownBy(() -> MediaProbe.probe(file, new MediaLimits(100, 100, 10_000, 10, 1, 1 << 20)))
                .isInstanceOf(MediaException.class);
        assertThat(MediaProbe.probe(file, new MediaLimits(64, 48, 3072, 10, 2, 1 << 20))
                        .video()
                        .frames()
                        .count())
                .isEqualTo(10);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "#EXTM3U\\n#EXT-X-TARGETDURATION:1\\n#EXTINF:1,\\nTARGET\\n#EXT-X-ENDLIST\\n",
                "ffconcat version 1.0\\nfile 'TARGET'\\n",
                "v=0\\no=- 0 0 IN IP4 127.0.0.1\\ns=x\\nc=IN IP4 127.0.0.1\\nt=0 0\\nm=video 5004 RTP/AVP 96\\na=rtpmap:96 H264/90000\\n",
                "<?xml version=\"1.0\"?><MPD xmlns=\"urn:mpeg:dash:schema:mpd:2011\" type=\"static\"><BaseURL>TARGET</BaseURL></MPD>",
                "[Reference]\\nRef1=TARGET\\n",
                "RTSPtextTARGET",
            })
    void playlistsReadNothing(String playlist) throws Exception {
        Path target = Clips.make(dir, SOURCE + "-c:v libx264 target.ts");
        try (ServerSocket server = new ServerSocket(0)) {
            server.setSoTimeout(50);
            String address = "http://127.0.0.1:" + server.getLocalPort() + "/clip.ts";
            for (String named : new String[] {address, target.toString(), "target.ts", "file:" + target}) {
                String text = playlist.replace("\\n", "\n").replace("TARGET", named);
                Path file = Files.writeString(dir.resolve("playlist.mp4"), text);
                assertRefused(file, "playlist.mp4");
            }
            assertThatThrownBy(server::accept).isInstanceOf(SocketTimeoutException.class);
        }
    }

    @Test
    void aPlaylistIsCalledOne() throws Exception {
        Path file = Files.writeString(dir.resolve("list.mp4"), "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nx.ts\n");

        assertRefused(file, "is a playlist ('hls')", "none of them is read");
    }

    @Test
    void dataReferencesToOtherFilesAreNotFollowed() throws Exception {
        Path clip = Clips.make(dir, SOURCE + "-c:v mjpeg inside.mov");
        byte[] bytes = Files.readAllBytes(clip);
        Path file = dir.resolve("outside.mov");
        // The sample data is gone, and the data reference says that it is in the other file.
        Headers.referTo(bytes, clip);
        Files.write(file, bytes);

        assertRefused(file, "can be decoded");
    }

    @Test
    void aSinglePicture() throws Exception {
        Path file = Clips.make(dir, "-f lavfi -i color=size=32x32 -frames:v 1 -f image2 picture.png");

        assertRefused(file, "single picture", "folder");
    }

    @Test
    void unknownCodec() throws Exception {
        Path file = Clips.make(dir, SOURCE + "-c:v mpeg4 -vtag FMP4 codec.avi");
        byte[] bytes = Files.readAllBytes(file);
        Headers.replaceAll(bytes, "FMP4", "QQQQ");
        Files.write(file, bytes);

        assertRefused(file, "no decoder");
    }

    @Test
    void folderMissingFileAndDevice() throws Exception {
        assertRefused(dir, "is a folder");
        assertRefused(dir.resolve("missing.mp4"), "there is no such file");
        assertRefused(Path.of("/dev/zero"), "only regular files");
    }

    @Test
    void noPermission() throws Exception {
        Path file = Files.writeString(dir.resolve("secret.mp4"), "x");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
        assumeThat(Files.isReadable(file)).as("root may read anything").isFalse();

        assertRefused(file, "may not be read");
    }

    @Test
    void aSourceThatFailsIsNotTheVideosFault() throws Exception {
        Path file = Clips.make(dir, SOURCE + "-c:v libx264 fails.mp4");
        for (long after : new long[] {0, 1000, Files.size(file) / 2}) {
            assertThatThrownBy(() -> MediaProbe.probe(failing(file, after), MediaLimits.DEFAULT))
                    .isInstanceOfAny(IOException.class, java.io.UncheckedIOException.class)
                    .hasMessageContaining("connection lost");
        }
    }

    private static void assertRefused(Path file, String... parts) {
        assertThatThrownBy(() -> MediaProbe.probe(file, MediaLimits.DEFAULT))
                .isInstanceOf(MediaException.class)
                .hasMessageStartingWith(file + ": ")
                .hasMessageNotContaining("\n")
                .satisfies(e -> assertThat(e.getMessage()).contains(List.of(parts)));
    }

    /** {@return a source that breaks off behind that byte} */
    private static MediaSource failing(Path file, long after) {
        MediaSource real = MediaSource.of(file);
        return new MediaSource() {
            @Override
            public String name() {
                return real.name();
            }

            @Override
            public SeekableByteChannel open() throws IOException {
                return new FailingChannel(real.open(), after);
            }
        };
    }

    private record FailingChannel(SeekableByteChannel real, long after) implements SeekableByteChannel {
        @Override
        public int read(ByteBuffer into) throws IOException {
            if (real.position() + into.remaining() > after) {
                throw new IOException("connection lost");
            }
            return real.read(into);
        }

        @Override
        public int write(ByteBuffer from) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long position() throws IOException {
            return real.position();
        }

        @Override
        public SeekableByteChannel position(long to) throws IOException {
            real.position(to);
            return this;
        }

        @Override
        public long size() throws IOException {
            return real.size();
        }

        @Override
        public SeekableByteChannel truncate(long size) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean isOpen() {
            return real.isOpen();
        }

        @Override
        public void close() throws IOException {
            real.close();
        }
    }
}
