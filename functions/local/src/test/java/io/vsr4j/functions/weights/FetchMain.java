package io.vsr4j.functions.weights;

import io.vsr4j.functions.aws.Aws;
import io.vsr4j.functions.store.ObjectStore;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.s3.S3Client;

/** A process that wants weights: prints their folder. */
final class FetchMain {
    private FetchMain() {}

    public static void main(String[] args) throws Exception {
        Aws aws = new Aws(
                "us-east-1",
                Optional.of(URI.create(args[0])),
                Optional.empty(),
                Optional.of("local"),
                Optional.of("secret"));
        Path cache = Path.of(args[1]);
        BucketWeights weights = BucketWeights.of("vsr.weights.oasis", args[2]);
        try (S3Client s3 = aws.openS3()) {
            Path named = weights.folder(cache);
            System.out.println(
                    new WeightsFolders(Map.of(named, weights), cache, new ObjectStore(s3, "videos")).of(named));
        }
    }
}
