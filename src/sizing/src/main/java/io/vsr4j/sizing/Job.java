package io.vsr4j.sizing;

/** A video on its way. */
final class Job {
    final Upload upload;
    int missing;
    double end = Double.NaN;

    Job(Upload upload, int chunks) {
        this.upload = upload;
        this.missing = chunks;
    }
}
