package io.vsr4j.models.sampler;

import ai.djl.ndarray.NDArray;
import io.vsr4j.models.verify.FixtureRun;

/** What stands in for a network in the files of schedulers: {@code A x + b + c t / 1000}, element by element. */
record LinearModel(NDArray a, NDArray b, NDArray c) {
    static LinearModel of(FixtureRun run) {
        return new LinearModel(run.raw("A"), run.raw("b"), run.raw("c"));
    }

    NDArray predict(NDArray x, float t) {
        return a.mul(x).add(b).add(c.mul(t / 1000));
    }
}
