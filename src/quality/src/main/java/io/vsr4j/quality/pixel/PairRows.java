package io.vsr4j.quality.pixel;

import io.vsr4j.quality.FramePair;
import io.vsr4j.quality.FramePair.Side;
import io.vsr4j.quality.MeterSetting;
import io.vsr4j.quality.RowMeter;
import io.vsr4j.quality.RowPart;
import java.util.ArrayList;
import java.util.List;

/**
 * Shows the rows of both frames to whoever looks at rows: bands of the frame at once, by as many threads as there are
 * processors. Where bands end does not depend on that, nor do the numbers.
 */
public final class PairRows {
    /** Of a band; a few rows above are read once more, so it should not be much less. */
    private static final int ROWS = 128;

    private final List<? extends RowMeter> meters;
    private final List<Band> bands = new ArrayList<>();

    /**
     * Prepares for frames of one size.
     *
     * @param setting size and crop, with which all meters were opened
     * @param meters who looks
     */
    public PairRows(MeterSetting setting, List<? extends RowMeter> meters) {
        this.meters = List.copyOf(meters);
        int height = setting.height() - 2 * setting.crop();
        for (int from = 0; from < height && !meters.isEmpty(); from += ROWS) {
            bands.add(new Band(setting, meters, from, Math.min(from + ROWS, height)));
        }
    }

    /**
     * Shows all rows of a pair.
     *
     * @param pair if it has no reference, rows of the output alone are shown
     */
    public void show(FramePair pair) {
        bands.parallelStream().forEach(band -> band.show(pair));
        meters.forEach(meter -> meter.endFrame(pair.index()));
    }

    /** Some rows, and who looks at them. */
    private static final class Band {
        private final int crop;
        private final int to;
        private final RowPart[] parts;
        /** The first row that each part is shown. */
        private final int[] starts;

        private final Half reference;
        private final Half output;

        Band(MeterSetting setting, List<? extends RowMeter> meters, int from, int to) {
            crop = setting.crop();
            this.to = to;
            parts = new RowPart[meters.size()];
            starts = new int[parts.length];
            for (int i = 0; i < parts.length; i++) {
                parts[i] = meters.get(i).part(from, to);
                starts[i] = Math.max(0, from - meters.get(i).above());
            }
            reference = new Half(setting);
            output = new Half(setting);
        }

        void show(FramePair pair) {
            int first = to;
            for (int start : starts) {
                first = Math.min(first, start);
            }
            reference.source = pair.hasReference() ? pair.rows(Side.REFERENCE) : null;
            output.source = pair.rows(Side.OUTPUT);
            for (int y = first; y < to; y++) {
                RgbRow left = reference.source == null ? null : reference.row(y, crop);
                RgbRow right = output.row(y, crop);
                for (int i = 0; i < parts.length; i++) {
                    if (y >= starts[i]) {
                        parts[i].row(left, right, y);
                    }
                }
            }
        }
    }

    /** Rows of one of both. */
    private static final class Half {
        private final RgbRow whole;
        private final RgbRow cropped;
        private RowSource source;

        Half(MeterSetting setting) {
            whole = new RgbRow(setting.width());
            cropped = setting.crop() == 0 ? whole : new RgbRow(setting.width() - 2 * setting.crop());
        }

        RgbRow row(int y, int crop) {
            source.read(y + crop, whole);
            if (crop > 0) {
                cropped.crop(whole, crop);
            }
            return cropped;
        }
    }
}
