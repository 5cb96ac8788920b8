package io.vsr4j.functions.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each rule for plans, by a plan that breaks it and no other. */
class PlanRulesTest {
    private static final String DENIAL = """
            {"Statement": [{"Effect": "Deny", "Principal": "*", "Action": "%s:*", "Resource": "arn:aws:%s",
                            "Condition": {"Bool": {"aws:SecureTransport": "false"}}}]}
            """;
    private static final String WORK = """
            {"Statement": [{"Effect": "Allow", "Action": ["s3:GetObject"], "Resource": ["arn:aws:s3:::videos/*"]},
                           {"Effect": "Allow", "Action": ["ecr:GetAuthorizationToken"], "Resource": ["*"]}]}
            """;
    private static final String TRUST =
            "{\"Statement\": {\"Effect\": \"Allow\", \"Principal\": {\"Service\": \"ec2.amazonaws.com\"}, \"Action\": \"sts:AssumeRole\"}}";
    private static final String CONTAINER =
            "[{\"user\": \"1000:1000\", \"readonlyRootFilesystem\": true, \"environment\": [{\"name\": \"VSR_ROLES\"}]}]";

    private final JsonArray resources = new JsonArray();

    /** A plan that breaks none, in the form of {@code terraform show -json}; what is changed, a test says. */
    private JsonObject plan() {
        add("aws_s3_bucket", "{\"bucket\": \"videos\"}");
        add(
                "aws_s3_bucket_public_access_block",
                "{\"bucket\": \"videos\", \"block_public_acls\": true, \"block_public_policy\": true,"
                        + " \"ignore_public_acls\": true, \"restrict_public_buckets\": true}");
        add(
                "aws_s3_bucket_server_side_encryption_configuration",
                "{\"bucket\": \"videos\", \"rule\": [{\"apply_server_side_encryption_by_default\": [{\"sse_algorithm\": \"AES256\"}]}]}");
        add("aws_s3_bucket_policy", "{\"bucket\": \"videos\"}")
                .addProperty("policy", DENIAL.formatted("s3", "s3:::videos"));
        add("aws_sqs_queue", "{\"name\": \"merge\", \"sqs_managed_sse_enabled\": true}");
        add("aws_sqs_queue_policy", "{}").addProperty("policy", DENIAL.formatted("sqs", "sqs:eu-central-1:1:merge"));
        add("aws_iam_role_policy", "{}").addProperty("policy", WORK);
        add("aws_iam_user_policy", "{}").addProperty("policy", WORK);
        add("aws_iam_role_policy_attachment", "{\"policy_arn\": \"arn:aws:iam::123456789012:policy/own\"}");
        add("aws_iam_role", "{}").addProperty("assume_role_policy", TRUST);
        add("aws_vpc_security_group_ingress_rule", "{\"cidr_ipv4\": \"10.0.0.0/8\"}");
        add("aws_security_group", "{\"ingress\": [{\"cidr_blocks\": [\"10.0.0.0/8\"]}]}");
        add("aws_security_group_rule", "{\"type\": \"ingress\", \"cidr_blocks\": [\"10.0.0.0/8\"]}");
        add(
                "aws_launch_template",
                "{\"metadata_options\": [{\"http_tokens\": \"required\", \"http_put_response_hop_limit\": 1}],"
                        + " \"block_device_mappings\": [{\"ebs\": [{\"encrypted\": \"true\"}]}],"
                        + " \"network_interfaces\": [{\"associate_public_ip_address\": \"false\"}]}");
        add("aws_ecs_task_definition", "{}").addProperty("container_definitions", CONTAINER);
        return JsonParser.parseString("{\"planned_values\": {\"root_module\": {\"child_modules\": [{\"resources\": "
                        + resources + "}]}}}")
                .getAsJsonObject();
    }

    private JsonObject add(String type, String values) {
        JsonObject resource = new JsonObject();
        resource.addProperty("mode", "managed");
        resource.addProperty("address", type + ".it");
        resource.addProperty("type", type);
        JsonObject parsed = JsonParser.parseString(values).getAsJsonObject();
        resource.add("values", parsed);
        resources.add(resource);
        return parsed;
    }

    @Test
    void aGoodPlanBreaksNoRule() {
        assertThat(PlanRules.broken(plan())).isEmpty();
    }

    /** A resource whose field is changed, or is gone for an empty value. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', nullValues = "gone", textBlock = """
            aws_iam_role_policy | policy | "{\\"Statement\\": {\\"Effect\\": \\"Allow\\", \\"Action\\": \\"s3:*\\", \\"Resource\\": \\"*\\"}}" | aws_iam_role_policy | no wildcard of actions
            aws_iam_role_policy | policy | "{\\"Statement\\": [{\\"Effect\\": \\"Allow\\", \\"Action\\": [\\"sqs:Get*\\"], \\"Resource\\": [\\"*\\"]}]}" | aws_iam_role_policy | no wildcard of actions
            aws_iam_role_policy | policy | "{\\"Statement\\": {\\"Effect\\": \\"Allow\\", \\"Action\\": \\"s3:*\\", \\"Resource\\": \\"arn:aws:s3:::*\\"}}" | aws_iam_role_policy | no wildcard of actions
            aws_iam_role_policy | policy | "{\\"Statement\\": {\\"Effect\\": \\"Allow\\", \\"Action\\": \\"sqs:*\\", \\"Resource\\": \\"arn:aws:sqs:*:*:*\\"}}" | aws_iam_role_policy | no wildcard of actions
            aws_iam_user_policy | policy | "{\\"Statement\\": {\\"Effect\\": \\"Allow\\", \\"Action\\": \\"*\\", \\"Resource\\": \\"*\\"}}" | aws_iam_user_policy | no wildcard of actions
            aws_iam_role_policy_attachment | policy_arn | "arn:aws:iam::aws:policy/AdministratorAccess" | aws_iam_role_policy_attachment | no policy of AWS's own
            aws_iam_role | managed_policy_arns | ["arn:aws:iam::aws:policy/AmazonS3FullAccess"] | aws_iam_role | its policies are resources
            aws_iam_role_policy | policy | "{\\"Statement\\": {\\"Effect\\": \\"Allow\\", \\"NotAction\\": \\"iam:*\\", \\"Resource\\": \\"*\\"}}" | aws_iam_role_policy | it says what it allows
            aws_iam_role_policy | policy | gone | aws_iam_role_policy | its policy is known
            aws_iam_role | assume_role_policy | "{\\"Statement\\": {\\"Effect\\": \\"Allow\\", \\"Principal\\": {\\"AWS\\": \\"*\\"}}}" | aws_iam_role | not everybody
            aws_sqs_queue_policy | policy | "{\\"Statement\\": {\\"Effect\\": \\"Allow\\", \\"Principal\\": \\"*\\", \\"Action\\": \\"sqs:SendMessage\\", \\"Resource\\": \\"arn:aws:sqs:eu-central-1:1:merge\\"}}" | aws_sqs_queue_policy | nobody is allowed
            aws_s3_bucket_public_access_block | block_public_policy | false | aws_s3_bucket | the bucket is not public
            aws_s3_bucket_public_access_block | bucket | "another" | aws_s3_bucket | the bucket is not public
            aws_s3_bucket | acl | "public-read" | aws_s3_bucket | the bucket is not public
            aws_s3_bucket_server_side_encryption_configuration | rule | [] | aws_s3_bucket | the bucket is encrypted
            aws_s3_bucket_policy | policy | "{\\"Statement\\": []}" | aws_s3_bucket | the bucket is reached by TLS
            aws_sqs_queue | sqs_managed_sse_enabled | false | aws_sqs_queue | the queue is encrypted
            aws_sqs_queue_policy | policy | "{\\"Statement\\": []}" | aws_sqs_queue | the queue is reached by TLS
            aws_sqs_queue | name | "other" | aws_sqs_queue | the queue is reached by TLS
            aws_vpc_security_group_ingress_rule | cidr_ipv4 | "0.0.0.0/0" | aws_vpc_security_group_ingress_rule | no door
            aws_vpc_security_group_ingress_rule | cidr_ipv6 | "::/0" | aws_vpc_security_group_ingress_rule | no door
            aws_security_group_rule | cidr_blocks | ["10.0.0.0/8", "0.0.0.0/0"] | aws_security_group_rule | no door
            aws_security_group | ingress | [{"ipv6_cidr_blocks": ["::/0"]}] | aws_security_group | no door
            aws_launch_template | metadata_options | [{"http_tokens": "optional", "http_put_response_hop_limit": 1}] | aws_launch_template | metadata needs a token
            aws_launch_template | metadata_options | [{"http_tokens": "required", "http_put_response_hop_limit": 2}] | aws_launch_template | containers do not reach
            aws_launch_template | block_device_mappings | [{"ebs": [{}]}] | aws_launch_template | disks are encrypted
            aws_launch_template | network_interfaces | [{"associate_public_ip_address": "true"}] | aws_launch_template | instances have no public
            aws_ecs_task_definition | container_definitions | gone | aws_ecs_task_definition | its containers are known
            aws_ecs_task_definition | container_definitions | "[{\\"user\\": \\"1000\\"}]" | aws_ecs_task_definition | the container's root is read-only
            aws_ecs_task_definition | container_definitions | "[{\\"readonlyRootFilesystem\\": true}]" | aws_ecs_task_definition | the container's user is not root
            aws_ecs_task_definition | container_definitions | "[{\\"user\\": \\"0:0\\", \\"readonlyRootFilesystem\\": true}]" | aws_ecs_task_definition | the container's user is not root
            aws_ecs_task_definition | container_definitions | "[{\\"user\\": \\"1000\\", \\"readonlyRootFilesystem\\": true, \\"privileged\\": true}]" | aws_ecs_task_definition | the container is not privileged
            aws_ecs_task_definition | container_definitions | "[{\\"user\\": \\"1000\\", \\"readonlyRootFilesystem\\": true, \\"environment\\": [{\\"name\\": \\"VSR_SECRET_KEY\\"}]}]" | aws_ecs_task_definition | variables hold no secrets
            """)
    void aPlanThatBreaksARuleIsNamed(String type, String field, String value, String broken, String rule) {
        JsonObject plan = plan();
        for (JsonElement element : plan.getAsJsonObject("planned_values")
                .getAsJsonObject("root_module")
                .getAsJsonArray("child_modules")
                .get(0)
                .getAsJsonObject()
                .getAsJsonArray("resources")) {
            JsonObject resource = element.getAsJsonObject();
            if (resource.get("type").getAsString().equals(type)) {
                resource.getAsJsonObject("values").remove(field);
                if (value != null) {
                    resource.getAsJsonObject("values").add(field, JsonParser.parseString(value));
                }
            }
        }
        assertThat(PlanRules.broken(plan)).anySatisfy(line -> assertThat(line).startsWith(broken + ".it: " + rule));
    }
}
