package io.vsr4j.models.verify;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

/** What stands in for a network in the files of schedulers: {@code A x + b + c t / 1000}, element by element. */
record LinearModel(NDArray a, NDArray b, NDArray c) {
    static LinearModel of(FixtureFile file, NDManager scope) {
        return new LinearModel(
                file.io().read(scope, "A"),
                file.io().read(scope, "b"),
                file.io().read(scope, "c"));
    }

    NDArray predict(NDArray x, float t) {
        return a.mul(x).add(b).add(c.mul(t / 1000));
    }
}
