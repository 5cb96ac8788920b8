package io.vsr4j.models.text;

/**
 * T5's way to tell how far two tokens are apart: half of the buckets for those behind, half for those ahead; in each half
 * one bucket a step for short distances, and logarithmic steps for long ones.
 */
final class RelativeBuckets {
    private RelativeBuckets() {}

    /** {@return the bucket of each pair of places, row: who looks, column: what is looked at} */
    static long[] of(int length, int buckets, int maxDistance) {
        long[] all = new long[Math.multiplyExact(length, length)];
        for (int from = 0; from < length; from++) {
            for (int to = 0; to < length; to++) {
                all[from * length + to] = bucket(to - from, buckets / 2, maxDistance);
            }
        }
        return all;
    }

    private static int bucket(int ahead, int half, int maxDistance) {
        int distance = Math.abs(ahead);
        int single = half / 2;
        int bucket = distance;
        if (distance >= single) {
            // In single precision, as where the weights were trained: a whole number may fall on either side.
            float steps = (float) Math.log((float) distance / single) / (float) Math.log((double) maxDistance / single);
            bucket = Math.min(half - 1, single + (int) (steps * (half - single)));
        }
        return ahead > 0 ? half + bucket : bucket;
    }
}
