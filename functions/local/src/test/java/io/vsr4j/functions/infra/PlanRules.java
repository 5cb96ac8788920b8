package io.vsr4j.functions.infra;

import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What holds for each resource of a plan, as {@code terraform show -json} prints it. What the plan does not know yet counts as not
 * being so: a policy that cannot be read is not taken for a good one.
 */
final class PlanRules {
    private static final Set<String> ANYBODY = Set.of("0.0.0.0/0", "::/0");
    private static final Set<String> POLICIES = Set.of(
            "aws_iam_policy",
            "aws_iam_role_policy",
            "aws_iam_user_policy",
            "aws_iam_group_policy",
            "aws_s3_bucket_policy",
            "aws_sqs_queue_policy");
    private static final Set<String> ATTACHMENTS = Set.of(
            "aws_iam_policy_attachment",
            "aws_iam_role_policy_attachment",
            "aws_iam_user_policy_attachment",
            "aws_iam_group_policy_attachment");
    /** All there is, or all there is of a service. */
    private static final Pattern ALL = Pattern.compile("\\*|arn:[^:]*:[^:]*:[^:]*:[^:]*:\\*+(/\\*)?");

    private static final Pattern SECRET = Pattern.compile("SECRET|PASSWORD|TOKEN|ACCESS_KEY|API_KEYS");

    private final List<Planned> all = new ArrayList<>();
    private final List<String> broken = new ArrayList<>();

    /** A resource. */
    private record Planned(String address, String type, JsonObject values) {
        JsonElement at(Object... path) {
            JsonElement here = values;
            for (Object step : path) {
                boolean there = step instanceof Integer index
                        ? here.isJsonArray() && here.getAsJsonArray().size() > index
                        : here.isJsonObject() && here.getAsJsonObject().has((String) step);
                if (!there) {
                    return JsonNull.INSTANCE;
                }
                here = step instanceof Integer index
                        ? here.getAsJsonArray().get(index)
                        : here.getAsJsonObject().get((String) step);
            }
            return here;
        }

        String text(Object... path) {
            JsonElement value = at(path);
            return value.isJsonPrimitive() ? value.getAsString() : "";
        }
    }

    private PlanRules(JsonObject plan) {
        add(plan.getAsJsonObject("planned_values").getAsJsonObject("root_module"));
    }

    /** {@return the rules that a plan breaks, each with the resource that does; none for a good plan} */
    static List<String> broken(JsonObject plan) {
        PlanRules rules = new PlanRules(plan);
        rules.policies();
        rules.buckets();
        rules.queues();
        rules.ingress();
        rules.instances();
        rules.containers();
        return rules.broken;
    }

    private void add(JsonObject module) {
        elements(module.get("resources")).forEach(r -> {
            JsonObject resource = r.getAsJsonObject();
            if (resource.get("mode").getAsString().equals("managed")) {
                all.add(new Planned(
                        resource.get("address").getAsString(),
                        resource.get("type").getAsString(),
                        resource.getAsJsonObject("values")));
            }
        });
        elements(module.get("child_modules")).forEach(m -> add(m.getAsJsonObject()));
    }

    private Stream<Planned> of(String type) {
        return all.stream().filter(r -> r.type().equals(type));
    }

    private void require(boolean holds, Planned resource, String rule) {
        if (!holds) {
            broken.add(resource.address() + ": " + rule);
        }
    }

    private void policies() {
        all.stream().filter(r -> POLICIES.contains(r.type())).forEach(r -> {
            require(!r.text("policy").isEmpty(), r, "its policy is known when it is planned");
            statements(r.text("policy"), "Allow", s -> {
                boolean wild = texts(s.get("Action")).anyMatch(a -> a.contains("*"))
                        && texts(s.get("Resource")).anyMatch(a -> ALL.matcher(a).matches());
                require(!wild, r, "no wildcard of actions on all resources");
                require(
                        !s.has("NotAction") && !s.has("NotResource") && !s.has("NotPrincipal"),
                        r,
                        "it says what it allows");
                require(!isAnybody(s.get("Principal")), r, "nobody is allowed something without a name");
            });
        });
        // What AWS's own policies allow stands in no plan, and changes.
        all.stream()
                .filter(r -> ATTACHMENTS.contains(r.type()))
                .forEach(r -> require(!r.text("policy_arn").contains(":iam::aws:"), r, "no policy of AWS's own"));
        of("aws_iam_role")
                .forEach(r -> require(
                        elements(r.at("managed_policy_arns"))
                                        .noneMatch(p -> p.getAsString().contains(":iam::aws:"))
                                && elements(r.at("inline_policy")).findAny().isEmpty(),
                        r,
                        "its policies are resources of their own"));
        all.stream()
                .filter(r -> r.type().equals("aws_iam_role"))
                .forEach(r -> statements(
                        r.text("assume_role_policy"),
                        "Allow",
                        s -> require(!isAnybody(s.get("Principal")), r, "not everybody may take the role")));
    }

    private void buckets() {
        of("aws_s3_bucket").forEach(bucket -> {
            String name = bucket.text("bucket");
            Optional<Planned> block = of("aws_s3_bucket_public_access_block")
                    .filter(b -> b.text("bucket").equals(name))
                    .findFirst();
            boolean blocked = block.isPresent()
                    && Stream.of(
                                    "block_public_acls",
                                    "block_public_policy",
                                    "ignore_public_acls",
                                    "restrict_public_buckets")
                            .allMatch(flag -> block.get().text(flag).equals("true"));
            require(blocked && !bucket.text("acl").startsWith("public"), bucket, "the bucket is not public");
            require(
                    of("aws_s3_bucket_server_side_encryption_configuration")
                            .anyMatch(e -> e.text("bucket").equals(name)
                                    && !e.text("rule", 0, "apply_server_side_encryption_by_default", 0, "sse_algorithm")
                                            .isEmpty()),
                    bucket,
                    "the bucket is encrypted");
            require(
                    of("aws_s3_bucket_policy")
                            .filter(p -> p.text("bucket").equals(name))
                            .anyMatch(p -> deniesPlain(p.text("policy"), ":::" + name)),
                    bucket,
                    "the bucket is reached by TLS alone");
        });
        of("aws_s3_bucket_acl")
                .forEach(acl -> require(!acl.text("acl").startsWith("public"), acl, "the bucket is not public"));
    }

    private void queues() {
        of("aws_sqs_queue").forEach(queue -> {
            require(
                    queue.text("sqs_managed_sse_enabled").equals("true")
                            || !queue.text("kms_master_key_id").isEmpty(),
                    queue,
                    "the queue is encrypted");
            require(
                    of("aws_sqs_queue_policy").anyMatch(p -> deniesPlain(p.text("policy"), ":" + queue.text("name"))),
                    queue,
                    "the queue is reached by TLS alone");
        });
    }

    private void ingress() {
        String rule = "no door is open to everybody";
        of("aws_vpc_security_group_ingress_rule")
                .forEach(r -> require(
                        !ANYBODY.contains(r.text("cidr_ipv4")) && !ANYBODY.contains(r.text("cidr_ipv6")), r, rule));
        of("aws_security_group_rule")
                .filter(r -> r.text("type").equals("ingress"))
                .forEach(r -> require(!isOpen(r.values()), r, rule));
        Stream.of("aws_security_group", "aws_default_security_group")
                .flatMap(this::of)
                .forEach(r -> require(elements(r.at("ingress")).noneMatch(i -> isOpen(i.getAsJsonObject())), r, rule));
    }

    private static boolean isOpen(JsonObject rule) {
        return Stream.of("cidr_blocks", "ipv6_cidr_blocks")
                .anyMatch(blocks -> texts(rule.get(blocks)).anyMatch(ANYBODY::contains));
    }

    private void instances() {
        of("aws_launch_template").forEach(r -> {
            require(
                    r.text("metadata_options", 0, "http_tokens").equals("required"),
                    r,
                    "metadata needs a token (IMDSv2)");
            require(
                    r.text("metadata_options", 0, "http_put_response_hop_limit").equals("1"),
                    r,
                    "containers do not reach metadata");
            require(
                    elements(r.at("block_device_mappings")).allMatch(d -> new Planned("", "", d.getAsJsonObject())
                            .text("ebs", 0, "encrypted")
                            .equals("true")),
                    r,
                    "disks are encrypted");
            require(
                    !r.text("network_interfaces", 0, "associate_public_ip_address")
                            .equals("true"),
                    r,
                    "instances have no public address");
        });
    }

    private void containers() {
        of("aws_ecs_task_definition").forEach(r -> {
            String definitions = r.text("container_definitions");
            require(!definitions.isEmpty(), r, "its containers are known when it is planned");
            elements(definitions.isEmpty() ? null : JsonParser.parseString(definitions))
                    .forEach(c -> {
                        Planned container = new Planned(r.address(), "", c.getAsJsonObject());
                        require(
                                container.text("readonlyRootFilesystem").equals("true"),
                                r,
                                "the container's root is read-only");
                        require(!container.text("privileged").equals("true"), r, "the container is not privileged");
                        require(
                                container.text("user").matches("[1-9][0-9]*(:[1-9][0-9]*)?"),
                                r,
                                "the container's user is not root");
                        require(
                                elements(container.at("environment")).noneMatch(v -> SECRET.matcher(
                                                v.getAsJsonObject().get("name").getAsString())
                                        .find()),
                                r,
                                "variables hold no secrets");
                    });
        });
    }

    private static boolean deniesPlain(String policy, String resource) {
        List<JsonObject> denials = new ArrayList<>();
        statements(policy, "Deny", denials::add);
        return denials.stream()
                .filter(s -> isAnybody(s.get("Principal")))
                .filter(s -> s.toString().contains("\"Bool\":{\"aws:SecureTransport\":\"false\"}"))
                .filter(s -> texts(s.get("Action")).anyMatch(a -> a.matches("(\\*|s3:\\*|sqs:\\*)")))
                .anyMatch(s -> texts(s.get("Resource")).anyMatch(a -> a.endsWith(resource)));
    }

    /** A policy has a list of them, or one. */
    private static void statements(String policy, String effect, Consumer<JsonObject> each) {
        if (!policy.isEmpty()) {
            JsonElement statement =
                    JsonParser.parseString(policy).getAsJsonObject().get("Statement");
            Stream<JsonElement> all =
                    statement != null && statement.isJsonObject() ? Stream.of(statement) : elements(statement);
            all.map(JsonElement::getAsJsonObject)
                    .filter(s -> s.get("Effect").getAsString().equals(effect))
                    .forEach(each);
        }
    }

    private static boolean isAnybody(JsonElement principal) {
        return principal != null
                && (principal.isJsonObject()
                        ? principal.getAsJsonObject().asMap().values().stream()
                                .anyMatch(p -> texts(p).anyMatch("*"::equals))
                        : texts(principal).anyMatch("*"::equals));
    }

    private static Stream<JsonElement> elements(JsonElement list) {
        return list != null && list.isJsonArray() ? list.getAsJsonArray().asList().stream() : Stream.empty();
    }

    /** {@return the texts of a list, or the one text: policies have either} */
    private static Stream<String> texts(JsonElement one) {
        return one != null && one.isJsonPrimitive()
                ? Stream.of(one.getAsString())
                : elements(one).filter(JsonElement::isJsonPrimitive).map(JsonElement::getAsString);
    }
}
