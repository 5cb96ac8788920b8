package io.vsr4j.functions.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The modules for AWS: their own tests, and what the examples would make, for which nobody asks AWS. */
class TerraformTest {
    private static final String DIGEST = "@sha256:" + "0".repeat(64);
    private static final String REGISTRY = "123456789012.dkr.ecr.eu-central-1.amazonaws.com/vsr4j";
    /** Of both examples; each takes what it knows. */
    private static final Map<String, String> VARIABLES = Map.of(
            "bucket", "videos-of-tests",
            "image", REGISTRY + "-cuda" + DIGEST,
            "orchestration_image", REGISTRY + DIGEST,
            "kms_key_arn", "arn:aws:kms:eu-central-1:123456789012:key/0",
            "alarm_topic_arn", "arn:aws:sns:eu-central-1:123456789012:oncall",
            "emails", "[\"oncall@example.org\"]");

    @TempDir
    static Path folder;

    private static Terraform terraform;

    @BeforeAll
    static void copy() throws Exception {
        terraform = Terraform.in(folder);
    }

    @Test
    void filesAreFormattedAndModulesValidAndPlannedAsTheirTestsSay() throws Exception {
        terraform.run(".", "fmt", "-check", "-recursive", "-diff").succeeded();
        terraform.run(".", "init").succeeded();
        terraform.run(".", "validate").succeeded();
        assertThat(terraform.run(".", "test").succeeded()).contains(" 0 failed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"minimal", "production"})
    void anExampleIsPlannedAndBreaksNoRule(String name) throws Exception {
        String example = "examples/" + name;
        try (AwsStandIn aws = new AwsStandIn()) {
            VARIABLES.forEach((variable, value) -> terraform.with("TF_VAR_" + variable, value));
            terraform.with("AWS_ENDPOINT_URL", aws.endpoint());
            terraform.with("AWS_ACCESS_KEY_ID", "tests").with("AWS_SECRET_ACCESS_KEY", "tests");
            terraform.put(example, "provider_override.tf", "provider \"aws\" {\n  skip_metadata_api_check = true\n}\n");
            terraform.put(example, "backend_override.tf", "terraform {\n  backend \"local\" {}\n}\n");
            terraform.run(example, "init").succeeded();
            terraform.run(example, "plan", "-out=plan").succeeded();
        }
        JsonObject plan = terraform.json(example, "show", "-json", "plan");

        assertThat(PlanRules.broken(plan)).isEmpty();
        assertThat(plan.toString()).contains("aws_s3_bucket_policy", "aws_sqs_queue_policy", "aws_launch_template");
    }
}
