import io.vsr4j.media.FrameReader;
import io.vsr4j.media.MediaLimits;
import io.vsr4j.media.Picture;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/**
 * Makes the picture of the README: one place of one frame, from the source as a player enlarges it (bilinear), and from the
 * result.
 *
 * <pre>
 * ./vsr upscale samples/big-buck-bunny-320x180.mp4 -o result.mp4
 * java -cp 'src/cli/target/app/lib/*' docs/BeforeAfter.java samples/big-buck-bunny-320x180.mp4 result.mp4 \
 *   FRAME LEFT TOP docs/before-after.png
 * </pre>
 *
 * LEFT and TOP are pixels of the result. Both files must be 8-bit 4:2:0 with the matrix of BT.709 and limited range.
 */
class BeforeAfter {
    private static final int WIDTH = 440;
    private static final int HEIGHT = 480;

    public static void main(String[] args) throws Exception {
        int frame = Integer.parseInt(args[2]);
        int left = Integer.parseInt(args[3]);
        int top = Integer.parseInt(args[4]);
        BufferedImage after = read(Path.of(args[1]), frame);
        BufferedImage before = enlarge(read(Path.of(args[0]), frame), after.getWidth(), after.getHeight());

        BufferedImage both = new BufferedImage(2 * WIDTH + 4, HEIGHT, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = both.createGraphics();
        g.setColor(Color.WHITE);
        g.fillRect(0, 0, both.getWidth(), both.getHeight());
        draw(g, before.getSubimage(left, top, WIDTH, HEIGHT), 0, "source, enlarged by the player");
        draw(g, after.getSubimage(left, top, WIDTH, HEIGHT), WIDTH + 4, "vsr upscale");
        g.dispose();
        ImageIO.write(both, "png", Path.of(args[5]).toFile());
    }

    private static void draw(Graphics2D g, BufferedImage part, int x, String title) {
        g.drawImage(part, x, 0, null);
        g.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        g.setFont(new Font(Font.SANS_SERIF, Font.BOLD, 16));
        g.setColor(Color.BLACK);
        g.drawString(title, x + 11, HEIGHT - 11);
        g.setColor(Color.WHITE);
        g.drawString(title, x + 10, HEIGHT - 12);
    }

    private static BufferedImage enlarge(BufferedImage small, int width, int height) {
        BufferedImage large = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = large.createGraphics();
        g.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        g.drawImage(small, 0, 0, width, height, null);
        g.dispose();
        return large;
    }

    private static BufferedImage read(Path file, int frame) throws Exception {
        try (FrameReader frames = FrameReader.open(file, MediaLimits.DEFAULT)) {
            Picture picture = frames.video().newPicture();
            frames.seek(frame);
            frames.read(picture);
            BufferedImage image = new BufferedImage(picture.width(), picture.height(), BufferedImage.TYPE_INT_RGB);
            for (int y = 0; y < picture.height(); y++) {
                for (int x = 0; x < picture.width(); x++) {
                    image.setRGB(x, y, rgb(picture, x, y));
                }
            }
            return image;
        }
    }

    private static int rgb(Picture picture, int x, int y) {
        int chroma = y / 2 * ((picture.width() + 1) / 2) + x / 2;
        double luma = (code(picture, 0, y * picture.width() + x) - 16) / 219.0;
        double cb = (code(picture, 1, chroma) - 128) / 224.0;
        double cr = (code(picture, 2, chroma) - 128) / 224.0;
        int red = level(luma + 1.5748 * cr);
        int green = level(luma - 0.1873 * cb - 0.4681 * cr);
        int blue = level(luma + 1.8556 * cb);
        return red << 16 | green << 8 | blue;
    }

    private static int code(Picture picture, int plane, int at) {
        return picture.data().get(picture.planeOffset(plane) + at) & 255;
    }

    private static int level(double value) {
        return (int) Math.round(255 * Math.max(0, Math.min(1, value)));
    }
}
