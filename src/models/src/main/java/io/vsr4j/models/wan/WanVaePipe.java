package io.vsr4j.models.wan;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.vsr4j.tensor.Scopes;
import java.util.ArrayList;
import java.util.List;

/**
 * One direction of an autoencoder: encoding or decoding.
 *
 * @param what it takes, for messages
 * @param layers for one group of frames
 * @param last what is left to do when tiles are one picture again
 * @param channels of the input
 * @param group frames of the input in every group but the first, which has one
 * @param multiple of pixels that the input's height and width must be
 * @param inFactor pixels of the video that one of the input stands for
 * @param outFactor the same for the result of the layers
 */
record WanVaePipe(
        String what,
        List<WanVaeLayer> layers,
        WanVaeLayer last,
        int channels,
        int group,
        int multiple,
        int inFactor,
        int outFactor) {
    private static final int TIME = 2;

    /** Refuses an input that the layers are not made for. */
    void require(NDArray x) {
        Shape shape = x.getShape();
        if (shape.dimension() != 5 || shape.get(1) != channels || shape.size() == 0) {
            throw new IllegalArgumentException(
                    what + " must be [N, " + channels + ", T, H, W] and not empty, got " + shape);
        }
        if (shape.get(3) % multiple != 0 || shape.get(4) % multiple != 0) {
            throw new IllegalArgumentException(
                    what + " must have a height and width that are multiples of " + multiple + ", got " + shape);
        }
    }

    private void requireWhole(NDArray x) {
        require(x);
        long frames = x.getShape().get(TIME);
        if ((frames - 1) % group != 0) {
            long fewer = frames - (frames - 1) % group;
            throw new IllegalArgumentException(what + " must have 1 + " + group + " * k frames, got " + frames
                    + "; the nearest are " + fewer + " and " + (fewer + group));
        }
    }

    /** All of a video; tiles one after the other, so that only one at a time has a past. */
    NDArray whole(NDArray x, WanVaeTiling tiling) {
        requireWhole(x);
        return Scopes.within(x.getManager(), scope -> {
            NDArray input = Scopes.borrow(scope, x);
            try (NDArray joined = tiles(tiling).map(input, (number, tile) -> groups(tile))) {
                return last.forward(joined, null);
            }
        });
    }

    /** The next group of a video; every tile has its past. */
    NDArray next(NDArray x, WanVaeTiling tiling, NDManager owner, List<WanVaePast> pasts) {
        return Scopes.within(x.getManager(), scope -> {
            NDArray input = Scopes.borrow(scope, x);
            try (NDArray joined = tiles(tiling).map(input, (number, tile) -> {
                if (number == pasts.size()) {
                    pasts.add(new WanVaePast(owner));
                }
                return step(tile, pasts.get(number));
            })) {
                return last.forward(joined, null);
            }
        });
    }

    private WanVaeTiles tiles(WanVaeTiling tiling) {
        return new WanVaeTiles(tiling.in(inFactor), tiling.in(outFactor));
    }

    private NDArray groups(NDArray x) {
        List<NDArray> results = new ArrayList<>();
        try (WanVaePast past = new WanVaePast(x.getManager())) {
            long frames = x.getShape().get(TIME);
            long length;
            for (long start = 0; start < frames; start += length) {
                length = start == 0 ? 1 : group;
                try (NDArray frame = WanVaeLayer.SCRIPT.call("cut", x, TIME, start, length)) {
                    results.add(step(frame, past));
                }
            }
        }
        NDArray joined = WanVaeLayer.SCRIPT.callIn(x.getManager(), "join", results, TIME);
        results.forEach(NDArray::close);
        return joined;
    }

    private NDArray step(NDArray x, WanVaePast past) {
        NDArray y = WanVaeLayer.chain(layers, x, past);
        past.groupDone();
        return y;
    }
}
