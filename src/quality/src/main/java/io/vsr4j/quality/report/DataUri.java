package io.vsr4j.quality.report;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/**
 * A picture as a part of the page itself.
 *
 * @param uri what the page refers to
 * @param width in pixels
 * @param height in pixels
 */
public record DataUri(String uri, int width, int height) {
    private static final float[] QUALITIES = {0.92f, 0.85f, 0.75f, 0.6f, 0.4f};

    /** {@return the picture without loss} */
    public static DataUri png(BufferedImage image) {
        try (ByteArrayOutputStream bytes = new ByteArrayOutputStream()) {
            ImageIO.write(image, "png", bytes);
            return of("png", bytes.toByteArray(), image);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@return the picture as JPEG of at most so many bytes: in the best quality that it fits in, and smaller if it must be} */
    public static DataUri jpeg(BufferedImage image, int mostBytes) {
        for (float quality : QUALITIES) {
            byte[] bytes = jpeg(image, quality);
            if (bytes.length <= mostBytes) {
                return of("jpeg", bytes, image);
            }
        }
        return jpeg(Rgb.within(image, Math.max(image.getWidth(), image.getHeight()) / 2), mostBytes);
    }

    private static byte[] jpeg(BufferedImage image, float quality) {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
            ImageWriteParam how = writer.getDefaultWriteParam();
            how.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            how.setCompressionQuality(quality);
            writer.setOutput(out);
            writer.write(null, new IIOImage(image, null, null), how);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    private static DataUri of(String type, byte[] bytes, BufferedImage image) {
        String text = Base64.getEncoder().encodeToString(bytes);
        return new DataUri("data:image/" + type + ";base64," + text, image.getWidth(), image.getHeight());
    }
}
