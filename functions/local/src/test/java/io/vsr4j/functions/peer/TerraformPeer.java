package io.vsr4j.functions.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.vsr4j.functions.aws.Aws;
import io.vsr4j.functions.infra.Terraform;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.Bucket;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.sqs.SqsClient;

/** Moto, and in it what Terraform makes of the smallest example, which is all gone in the end. */
final class TerraformPeer implements Peer {
    private static final String EXAMPLE = "examples/minimal";

    private final MotoPeer moto;
    private final Terraform terraform;
    private int made;

    private TerraformPeer(MotoPeer moto, Terraform terraform) {
        this.moto = moto;
        this.terraform = terraform;
    }

    static TerraformPeer start(Path folder) throws Exception {
        Terraform terraform = Terraform.in(folder);
        var moto = MotoPeer.empty(Path.of("target/moto-terraform.log"));
        assumeThat(moto)
                .as("moto is not installed for python3; pip install 'moto[all,server]' brings it")
                .isPresent();
        TerraformPeer peer = new TerraformPeer(moto.orElseThrow(), terraform);
        try {
            peer.apply();
            return peer;
        } catch (Exception | AssertionError e) {
            peer.moto.close();
            throw e;
        }
    }

    private void apply() throws Exception {
        terraform
                .with("AWS_ENDPOINT_URL", endpoint().toString())
                .with("AWS_ACCESS_KEY_ID", "tests")
                .with("AWS_SECRET_ACCESS_KEY", "tests")
                .with("TF_VAR_bucket", BUCKET)
                .with("TF_VAR_queues", "[\"" + String.join("\",\"", CHUNK_QUEUES) + "\"]")
                .with("TF_VAR_image", "123456789012.dkr.ecr.us-east-1.amazonaws.com/vsr4j@sha256:" + "0".repeat(64));
        terraform.put(
                EXAMPLE,
                "provider_override.tf",
                "provider \"aws\" {\n  skip_metadata_api_check = true\n  s3_use_path_style = true\n}\n");
        terraform.run(EXAMPLE, "init").succeeded();
        made = counted("apply", "Apply complete! Resources: (\\d+) added");
        JsonObject outputs = terraform.json(EXAMPLE, "output", "-json");
        assertThat(value(outputs, "bucket").getAsString()).isEqualTo(BUCKET);
        assertThat(value(outputs, "queue_prefix").getAsString()).isEqualTo(PREFIX);
        assertThat(value(outputs, "queues").getAsJsonArray().asList().stream().map(JsonElement::getAsString))
                .containsExactlyElementsOf(CHUNK_QUEUES);
    }

    /** Runs a command that says of how many resources it took care. */
    private int counted(String command, String words) throws Exception {
        String said = terraform.run(EXAMPLE, command, "-auto-approve").succeeded();
        Matcher count = Pattern.compile(words).matcher(said);
        assertThat(count.find()).as(said).isTrue();
        System.out.println(count.group());
        return Integer.parseInt(count.group(1));
    }

    private static JsonElement value(JsonObject outputs, String name) {
        return outputs.getAsJsonObject(name).get("value");
    }

    private URI endpoint() {
        return moto.aws().s3().orElseThrow();
    }

    @Override
    public Aws aws() {
        return moto.aws();
    }

    @Override
    public void close() throws Exception {
        try {
            deleteWhatIsListedWrongly();
            assertThat(counted("destroy", "Destroy complete! Resources: (\\d+) destroyed"))
                    .isEqualTo(made);
            assertThat(left()).as("what 'terraform destroy' left").isEmpty();
        } finally {
            moto.close();
        }
    }

    /** Asked for versions with names encoded, moto does not encode them, and Terraform reads a plus as a space. */
    private void deleteWhatIsListedWrongly() {
        try (S3Client s3 = aws().openS3()) {
            s3.listObjectsV2Paginator(r -> r.bucket(BUCKET)).contents().stream()
                    .map(S3Object::key)
                    .filter(key -> key.contains("+"))
                    .toList()
                    .forEach(key -> s3.deleteObject(r -> r.bucket(BUCKET).key(key)));
        }
    }

    /** What Terraform still has in its state, and the server of the service's own. */
    private List<String> left() throws Exception {
        List<String> left = new ArrayList<>(
                terraform.run(EXAMPLE, "state", "list").succeeded().lines().toList());
        try (S3Client s3 = aws().openS3();
                SqsClient sqs = aws().openSqs()) {
            s3.listBuckets().buckets().stream()
                    .map(Bucket::name)
                    .filter(BUCKET::equals)
                    .forEach(left::add);
            left.addAll(sqs.listQueues(r -> r.queueNamePrefix(PREFIX)).queueUrls());
        }
        return left;
    }
}
