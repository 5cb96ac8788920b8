package io.vsr4j.quality.classic;

import io.vsr4j.quality.Meter;
import io.vsr4j.quality.MeterSetting;
import io.vsr4j.quality.Metric;
import io.vsr4j.quality.MetricCard;
import io.vsr4j.quality.MetricCard.Better;
import java.util.List;

/** How much the borders of blocks of 8x8 stand out. */
public final class Blockiness implements Metric {
    @Override
    public MetricCard card() {
        return new MetricCard(
                "blockiness",
                "Blockiness",
                Better.LOWER,
                false,
                "mean absolute difference of neighbouring pixels across borders of the 8x8 grid, "
 + "over that of neighbours within blocks, both along rows and columns; mean over "
 + "frames. 1: borders do not stand out",
                "luma 0.299 R + 0.587 G + 0.114 B of R'G'B' of 8 bits, rounded, 0 to 255",
                "none; --crop moves the grid",
                "B and A of Wang, Sheikh and Bovik, \"No-reference perceptual quality assessment "
 + "of JPEG compressed images\", 2002, as a ratio",
                List.of(),
                "");
    }

    @Override
    public Meter open(MeterSetting setting) {
        Sizes.check("blockiness", setting, 9);
        return new BlockinessMeter(setting);
    }
}
