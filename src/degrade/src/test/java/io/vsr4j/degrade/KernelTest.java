package io.vsr4j.degrade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KernelTest {
    private static final int CENTRE = 3 * 7 + 3;

    @Test
    void bellsFallAsTheirFormulasSay() {
        Kernel gauss = Kernel.bell(7, 2, 2, 0, Kernel.Profile.generalized(1));
        Kernel sharper = Kernel.bell(7, 2, 2, 0, Kernel.Profile.generalized(3));
        Kernel plateau = Kernel.bell(7, 2, 2, 0, Kernel.Profile.plateau(1.5));

        assertThat(ratio(gauss, CENTRE + 1)).isCloseTo(Math.exp(-1.0 / 8), within(1e-12));
        assertThat(ratio(sharper, CENTRE + 1)).isCloseTo(Math.exp(-0.5 / 64), within(1e-12));
        assertThat(ratio(plateau, CENTRE + 1)).isCloseTo(1 / (1 + 1.0 / 8), within(1e-12));
    }

    @Test
    void anAngleTurnsTheLongAxis() {
        Kernel across = Kernel.bell(7, 3, 0.5, 0, Kernel.Profile.generalized(1));
        Kernel down = Kernel.bell(7, 3, 0.5, Math.PI / 2, Kernel.Profile.generalized(1));

        assertThat(ratio(across, CENTRE + 2)).isCloseTo(Math.exp(-0.5 * 4 / 9), within(1e-9));
        assertThat(ratio(across, CENTRE + 14)).isCloseTo(Math.exp(-0.5 * 16), within(1e-9));
        assertThat(ratio(down, CENTRE + 14)).isCloseTo(Math.exp(-0.5 * 4 / 9), within(1e-9));
    }

    @Test
    void theSincIsMadeOfTheBesselFunction() {
        // 2 J1(w) / w at w = 2, and J1(2) = 0.576724807756873 from tables.
        assertThat(ratio(Kernel.sinc(7, 2), CENTRE + 1)).isCloseTo(0.576724807756873, within(1e-9));
    }

    /** The bell's covariance is that of its axes, turned; sampled and cut at five deviations it hardly differs. */
    @Test
    void bellsHaveTheirMoments() {
        double angle = 0.6;
        Kernel bell = Kernel.bell(21, 2, 1.2, angle, Kernel.Profile.generalized(1));
        double xx = 0;
        double xy = 0;
        double yy = 0;
        for (int i = 0; i < 21 * 21; i++) {
            int x = i % 21 - 10;
            int y = i / 21 - 10;
            xx += bell.weights()[i] * x * x;
            xy += bell.weights()[i] * x * y;
            yy += bell.weights()[i] * y * y;
        }
        double cos = Math.cos(angle);
        double sin = Math.sin(angle);
        assertThat(xx).isCloseTo(4 * cos * cos + 1.44 * sin * sin, within(1e-3));
        assertThat(yy).isCloseTo(4 * sin * sin + 1.44 * cos * cos, within(1e-3));
        assertThat(xy).isCloseTo((4 - 1.44) * sin * cos, within(1e-3));
    }

    @ParameterizedTest
    @ValueSource(doubles = {Math.PI / 3, 1.5, 2.2})
    void theSincPassesWhatIsBelowItsCutoffAndStopsWhatIsAbove(double cutoff) {
        Kernel sinc = Kernel.sinc(21, cutoff);

        assertThat(response(sinc, cutoff - 0.5)).isCloseTo(1, within(0.15));
        assertThat(response(sinc, cutoff)).isCloseTo(0.5, within(0.15));
        assertThat(response(sinc, cutoff + 0.5)).isCloseTo(0, within(0.15));
    }

    /** What becomes of a wave along the rows, of so many radians a pixel. */
    private static double response(Kernel kernel, double frequency) {
        double sum = 0;
        for (int i = 0; i < kernel.weights().length; i++) {
            sum += kernel.weights()[i] * Math.cos(frequency * (i % kernel.columns() - kernel.columns() / 2));
        }
        return sum;
    }

    @Test
    void rowAndColumnDoWhatTheSquareDoes() {
        Raster frame = Frames.moving(40, 30, 3);
        Kernel[] parts = Kernel.gauss(9, 1.4);

        Raster apart = parts[1].apply(parts[0].apply(frame));
        Raster together =
                Kernel.bell(9, 1.4, 1.4, 0, Kernel.Profile.generalized(1)).apply(frame);

        for (int i = 0; i < frame.samples().length; i++) {
            assertThat(apart.samples()[i]).isCloseTo(together.samples()[i], within(1e-3f));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {7, 13, 21})
    void weightsAddUpToOneSoThatFlatStaysFlatToTheEdge(int size) {
        Raster flat = Raster.of(9, 5);
        Arrays.fill(flat.samples(), 77);

        for (Kernel kernel :
                new Kernel[] {Kernel.sinc(size, 1.5), Kernel.bell(size, 2, 0.4, 1, Kernel.Profile.generalized(0.7))}) {
            for (float sample : kernel.apply(flat).samples()) {
                assertThat(sample).isCloseTo(77f, within(1e-3f));
            }
        }
    }

    @Test
    void beyondTheEdgeLiesTheMirrorImageWithoutTheEdge() {
        Random random = new Random(1);
        Raster frame = Raster.of(6, 5);
        for (int i = 0; i < frame.samples().length; i++) {
            frame.samples()[i] = random.nextInt(256);
        }
        Kernel kernel = Kernel.bell(7, 1.5, 0.8, 0.6, Kernel.Profile.plateau(1.2));

        Raster blurred = kernel.apply(frame);

        for (int plane = 0; plane < 3; plane++) {
            for (int y = 0; y < 5; y++) {
                for (int x = 0; x < 6; x++) {
                    double sum = 0;
                    for (int dy = -3; dy <= 3; dy++) {
                        for (int dx = -3; dx <= 3; dx++) {
                            int at = (plane * 5 + mirror(y + dy, 5)) * 6 + mirror(x + dx, 6);
                            sum += kernel.weights()[(dy + 3) * 7 + dx + 3] * frame.samples()[at];
                        }
                    }
                    assertThat(blurred.samples()[(plane * 5 + y) * 6 + x]).isCloseTo((float) sum, within(1e-3f));
                }
            }
        }
    }

    private static int mirror(int at, int side) {
        if (at < 0) {
            return -at;
        }
        return at < side ? at : 2 * (side - 1) - at;
    }

    private static double ratio(Kernel kernel, int index) {
        return kernel.weights()[index] / kernel.weights()[CENTRE];
    }
}
