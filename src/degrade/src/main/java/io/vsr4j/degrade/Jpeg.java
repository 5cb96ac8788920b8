package io.vsr4j.degrade;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Random;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageInputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Compresses as a JPEG file and reads it again, 4:2:0; the quality, of 100, walks. */
final class Jpeg implements Step.Change {
    private final Random random;
    private final Walk quality;

    /** @param quality from 1 to 100; walks */
    Jpeg(Random random, Walk quality) {
        this.random = random;
        this.quality = quality;
    }

    @Override
    public Raster apply(Raster frame) throws IOException {
        byte[] file = compressed(image(frame), (float) quality.next(random) / 100);
        BufferedImage read = ImageIO.read(new MemoryCacheImageInputStream(new ByteArrayInputStream(file)));
        int plane = frame.width() * frame.height();
        int[] pixels = read.getRGB(0, 0, frame.width(), frame.height(), null, 0, frame.width());
        for (int i = 0; i < plane; i++) {
            frame.samples()[i] = pixels[i] >> 16 & 0xff;
            frame.samples()[i + plane] = pixels[i] >> 8 & 0xff;
            frame.samples()[i + 2 * plane] = pixels[i] & 0xff;
        }
        return frame;
    }

    private static BufferedImage image(Raster frame) {
        int plane = frame.width() * frame.height();
        int[] pixels = new int[plane];
        for (int i = 0; i < plane; i++) {
            pixels[i] = frame.code(i) << 16 | frame.code(i + plane) << 8 | frame.code(i + 2 * plane);
        }
        BufferedImage image = new BufferedImage(frame.width(), frame.height(), BufferedImage.TYPE_INT_RGB);
        image.setRGB(0, 0, frame.width(), frame.height(), pixels, 0, frame.width());
        return image;
    }

    /** Java scales the standard's tables by the quality as everybody does. */
    private static byte[] compressed(BufferedImage image, float quality) throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            ImageWriteParam param = writer.getDefaultWriteParam();
            param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            param.setCompressionQuality(quality);
            writer.setOutput(out);
            writer.write(null, new IIOImage(image, null, null), param);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }
}
