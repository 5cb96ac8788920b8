package io.vsr4j.models.wan;

import ai.djl.ndarray.NDArray;
import io.vsr4j.models.network.Parameters;

/** Halves or doubles height and width and, if it is to, the number of frames after the first. */
final class WanVaeResample {
    private WanVaeResample() {}

    /** Space first, then time. */
    static final class Down implements WanVaeLayer {
        private final Parameters p;
        private final boolean time;

        Down(Parameters p, long width, boolean time) {
            this.p = p.conv("resample.1", width, width, 3, 3);
            this.time = time;
            if (time) {
                p.conv("time_conv", width, width, 3, 1, 1);
            }
        }

        @Override
        public NDArray forward(NDArray x, WanVaePast past) {
            NDArray small = SCRIPT.call("down", x, p.dict());
            if (!time) {
                return small;
            }
            try (small) {
                return past.step(this, "slower", small, 1, p.dict());
            }
        }
    }

    /** Time first, then space. */
    static final class Up implements WanVaeLayer {
        private final Parameters p;
        private final boolean time;

        Up(Parameters p, long in, long out, boolean time) {
            this.p = p.conv("resample.1", in, out, 3, 3);
            this.time = time;
            if (time) {
                p.conv("time_conv", in, 2 * in, 3, 1, 1);
            }
        }

        @Override
        public NDArray forward(NDArray x, WanVaePast past) {
            // The first frame stays one, and the frames after it do not see it here.
            if (!time || past.first()) {
                return SCRIPT.call("up", x, p.dict());
            }
            try (NDArray more = past.step(this, "faster", x, 1, p.dict())) {
                return SCRIPT.call("up", more, p.dict());
            }
        }
    }
}
