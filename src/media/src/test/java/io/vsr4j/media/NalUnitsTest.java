package io.vsr4j.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class NalUnitsTest {
    @Test
    void unitsAreSeparatedByStartCodes() {
        assertThat(sizes(0, 0, 0, 0, 1, 0x65, 7, 0, 0, 1, 0x41, 8, 9)).containsExactly(2, 3);
        assertThat(sizes(0, 0, 0, 1)).isEmpty();
        assertThat(sizes(0, 1, 2, 3)).isEmpty();
        assertThat(sizes(0)).isEmpty();
    }

    @Test
    void unitsAreSeparatedByLengths() {
        assertThat(sizes(4, 0, 0, 0, 2, 0x65, 7, 0, 0, 0, 3, 0x41, 8, 9)).containsExactly(2, 3);
        assertThat(sizes(2, 0, 1, 0x65, 0, 1, 0x41)).containsExactly(1, 1);
    }

    @Test
    void lengthsThatLieEndWithThePacket() {
        assertThat(sizes(4, 0xff, 0xff, 0xff, 0xff, 0x65, 7)).containsExactly(2);
        assertThat(sizes(4, 0, 0, 0, 0, 0x65, 7)).isEmpty();
        assertThat(sizes(4, 0, 0)).isEmpty();
    }

    @Test
    void numbersAreReadAcrossEmulationPrevention() {
        // 00 00 03 00: the 03 is not there
        NalBits bits = new NalBits(bytes(0, 0, 3, 0, 0xff), 0, 5);
        assertThat(bits.bits(24)).isZero();
        assertThat(bits.bits(8)).isEqualTo(0xff);
        assertThat(bits.ended()).isTrue();
        assertThat(bits.bits(8)).isZero();
    }

    @Test
    void expGolombNumbers() {
        NalBits bits = new NalBits(bytes(0b1010_0110, 0b0100_0010, 0b1000_0000), 0, 3);
        assertThat(List.of(bits.unsigned(), bits.unsigned(), bits.unsigned(), bits.unsigned()))
                .containsExactly(0L, 1L, 2L, 3L);
        assertThat(bits.unsigned()).isEqualTo(4);
        assertThat(new NalBits(bytes(0, 0, 0), 0, 3).unsigned()).isEqualTo(-1);
    }

    private static List<Integer> sizes(int lengthBytes, int... data) {
        List<Integer> sizes = new ArrayList<>();
        for (NalUnits units = new NalUnits(bytes(data), lengthBytes); units.next(); ) {
            sizes.add(units.size());
        }
        return sizes;
    }

    private static ByteBuffer bytes(int... values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length);
        for (int value : values) {
            bytes.put((byte) value);
        }
        return bytes.flip();
    }
}
