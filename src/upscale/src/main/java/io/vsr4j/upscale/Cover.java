package io.vsr4j.upscale;

/**
 * Spans of one length that cover a line of places, in time or along one axis of a frame: they start at 0, s, 2s, ... with
 * stride s, the last one at the end of the line, so that every span is full. A line shorter than a span has one span of
 * its own length.
 *
 * <p>Where neighbours overlap, the earlier one counts alone up to the fade, a raised cosine leads over in the fade, and the
 * later one counts alone after it. The fade lies in the middle, so that the places next to a span's own edge, where a model
 * lacks context, never reach the output. A fade of 0 switches in the middle.
 *
 * @param extent places on the line
 * @param length places in a span
 * @param stride places from one span to the next, 1 to {@code length}
 * @param fade places over which neighbours are cross-faded, 0 to {@code length - stride}
 */
record Cover(int extent, int length, int stride, int fade) {
    Cover {
        length = Math.min(length, extent);
    }

    /** {@return number of spans} */
    int count() {
        int rest = extent - length;
        return rest == 0 ? 1 : (int) (((long) rest + stride - 1) / stride) + 1;
    }

    /** {@return first place of span i} */
    int start(int i) {
        return (int) Math.min((long) i * stride, extent - length);
    }

    /** {@return place after the last one of span i} */
    int end(int i) {
        return start(i) + length;
    }

    /** {@return the first span that ends after the place} */
    int firstOver(int place) {
        return place < length ? 0 : Math.min((place - length) / stride + 1, count() - 1);
    }

    /** {@return the part of span i in a place: 0 outside, and with its neighbours' parts 1 or more} */
    double part(int i, int place) {
        int start = start(i);
        if (place < start || place >= end(i)) {
            return 0;
        }
        double part = i == 0 ? 1 : rise(place - start, end(i - 1) - start);
        if (i + 1 < count() && place >= start(i + 1)) {
            part *= 1 - rise(place - start(i + 1), end(i) - start(i + 1));
        }
        return part;
    }

    /** {@return the sum of all parts in a place} It exceeds 1 where the last span overlaps more than one before it. */
    double sum(int place) {
        double sum = 0;
        for (int i = firstOver(place); i < count() && start(i) <= place; i++) {
            sum += part(i, place);
        }
        return sum;
    }

    private double rise(int place, int overlap) {
        double fromMiddle = place + 0.5 - overlap / 2.0;
        if (Math.abs(fromMiddle) >= fade / 2.0) {
            return fromMiddle < 0 ? 0 : 1;
        }
        return 0.5 + 0.5 * Math.sin(Math.PI * fromMiddle / fade);
    }
}
