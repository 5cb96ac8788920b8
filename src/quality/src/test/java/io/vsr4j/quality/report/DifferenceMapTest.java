package io.vsr4j.quality.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DifferenceMapTest {
    @ParameterizedTest
    @CsvSource({"320, 180, 40", "3001, 1999, 128", "100, 1700, 64"})
    void findsWhereTwoFramesDifferMost(int width, int height, int side) {
        BufferedImage one = Rgb.blank(width, height);
        BufferedImage other = Rgb.blank(width, height);
        Rectangle strong = new Rectangle(width / 3, height / 2, side / 2, side / 2);
        Rectangle weak = new Rectangle(0, 0, side / 2, side / 2);
        fill(other, strong, new Color(0, 0, 200));
        fill(other, weak, new Color(60, 0, 0));

        List<Rectangle> peaks = DifferenceMap.between(one, other).peaks(2, side);

        assertThat(peaks).hasSize(2).allSatisfy(peak -> assertThat(new Rectangle(width, height).contains(peak))
                .isTrue());
        assertThat(peaks.get(0).contains(strong.getCenterX(), strong.getCenterY()))
                .isTrue();
        assertThat(peaks.get(1).contains(weak.getCenterX(), weak.getCenterY())).isTrue();
        assertThat(peaks.get(0).intersects(peaks.get(1))).isFalse();
    }

    @Test
    void theChannelThatDiffersMostCounts() {
        BufferedImage one = Rgb.blank(8, 8);
        BufferedImage other = Rgb.blank(8, 8);
        fill(other, new Rectangle(8, 8), new Color(10, 90, 20));

        assertThat(DifferenceMap.between(one, other).high()).isEqualTo(90);
        assertThat(DifferenceMap.between(one, one).high()).isZero();
    }

    @Test
    void brightColoursAreLargeDifferences() {
        BufferedImage one = Rgb.blank(2, 1);
        BufferedImage other = Rgb.blank(2, 1);
        other.setRGB(1, 0, 0xffffff);

        BufferedImage map = DifferenceMap.between(one, other).picture(255);

        assertThat(map.getRGB(0, 0) & 0xffffff).isZero();
        assertThat(map.getRGB(1, 0) & 0xffffff).isEqualTo(0xfffcc8);
    }

    @Test
    void ofAFrameAloneThePlaceWithDetail() {
        BufferedImage image = Rgb.blank(200, 100);
        for (int y = 40; y < 60; y++) {
            for (int x = 120; x < 140; x += 2) {
                image.setRGB(x, y, 0xffffff);
            }
        }

        assertThat(DifferenceMap.within(image).peaks(1, 40).get(0).contains(130, 50))
                .isTrue();
    }

    @Test
    void aFrameSmallerThanACropIsOneCrop() {
        BufferedImage image = Rgb.blank(5, 3);

        assertThat(DifferenceMap.within(image).peaks(4, 3)).hasSizeBetween(1, 2).allSatisfy(peak -> assertThat(
                        new Rectangle(5, 3).contains(peak))
                .isTrue());
    }

    private static void fill(BufferedImage image, Rectangle place, Color colour) {
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(colour);
        graphics.fill(place);
        graphics.dispose();
    }
}
