package io.vsr4j.functions;

import io.vsr4j.functions.aws.Aws;
import io.vsr4j.functions.aws.Reach;
import io.vsr4j.functions.job.JobSettings;
import io.vsr4j.functions.observe.Observer;
import io.vsr4j.functions.queue.Queues;
import io.vsr4j.functions.store.ObjectStore;
import io.vsr4j.functions.weights.BucketWeights;
import io.vsr4j.functions.weights.WeightsFolders;
import io.vsr4j.upscale.InvalidRequestException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * How a process of the service is configured: properties {@code vsr.*}, or variables {@code VSR_*} of the environment with
 * underscores for dots and hyphens. Servers of one's own have endpoints; AWS is reached without.
 *
 * <p>Who splits needs weights for their hash alone. Where they are not on its machine, as in Lambda, {@code
 * weights-hash.MODEL} is the hash that workers print when they load the model, and {@code defaults.memory} the gigabytes that
 * a window may take on theirs. {@code defaults.threads} belongs to it, since a plan fixes threads too: without, they are as
 * many as the planning machine has cores.
 *
 * @param values by name, without {@code vsr.}
 */
public record ServiceSettings(SortedMap<String, String> values) {
    private static final String PREFIX = "vsr.";
    private static final String VARIABLE = "VSR_";
    /** A year. */
    private static final int MOST_SECONDS = 31_536_000;
    /** Names of these maps go on with a name of their own. */
    private static final List<String> MAPS = List.of("weights-hash.", "weights.", "defaults.");

    private static final List<String> KEYS = List.of("access-key", "secret-key");

    /** Variables that others read: the launcher, the command line, the HTTP service, Lambda. */
    private static final Set<String> OF_OTHERS =
            Set.of("JAVA_OPTS", "DEBUG", "SERVICE", "API_KEYS", "HOSTS", "QUEUE_METERS_EVERY", "FUNCTION");

    private static final List<String> NAMES = List.of(
            "bucket",
            "queue-prefix",
            "queues",
            "visibility",
            "most-receives",
            "lease",
            "sweep-after",
            "start-patience",
            "progress-every",
            "limit.bytes",
            "limit.direct-bytes",
            "limit.seconds",
            "limit.pixels",
            "limit.active-jobs",
            "profile",
            "temporary",
            "cache",
            "device",
            "offload",
            "split",
            "worker",
            "roles",
            "spot",
            "region",
            "s3-endpoint",
            "sqs-endpoint",
            "access-key",
            "secret-key");

    /**
     * Reads settings.
     *
     * @param environment variables
     * @param properties which come before variables
     */
    public static ServiceSettings of(Map<String, String> environment, Map<String, String> properties) {
        SortedMap<String, String> values = new TreeMap<>();
        environment.forEach((name, value) -> {
            if (name.startsWith(VARIABLE)) {
                ofVariable(name.substring(VARIABLE.length())).ifPresent(n -> values.put(n, value));
            }
        });
        properties.forEach((name, value) -> {
            if (name.startsWith(PREFIX)) {
                values.put(name.substring(PREFIX.length()), value);
            }
        });
        values.values().removeIf(String::isBlank);
        return new ServiceSettings(values);
    }

    private static Optional<String> ofVariable(String variable) {
        for (String map : MAPS) {
            String start = variable(map);
            if (variable.startsWith(start)) {
                return Optional.of(map
                        + variable.substring(start.length())
                                .toLowerCase(Locale.ROOT)
                                .replace('_', '-'));
            }
        }
        return NAMES.stream().filter(name -> variable(name).equals(variable)).findFirst();
    }

    /** {@return variables that look like settings and are none, such as a misspelt one: nothing reads them} */
    public static List<String> unknown(Map<String, String> environment) {
        return environment.keySet().stream()
                .filter(name -> name.startsWith(VARIABLE))
                .map(name -> name.substring(VARIABLE.length()))
                .filter(name -> !OF_OTHERS.contains(name) && ofVariable(name).isEmpty())
                .map(name -> VARIABLE + name)
                .sorted()
                .toList();
    }

    private static String variable(String name) {
        return name.toUpperCase(Locale.ROOT).replace('-', '_').replace('.', '_');
    }

    /** {@return the variables that give a process of its own these settings} */
    public Map<String, String> toEnvironment() {
        Map<String, String> variables = new TreeMap<>();
        values.forEach((name, value) -> variables.put(VARIABLE + variable(name), value));
        return variables;
    }

    /** Does not show the keys. */
    @Override
    public String toString() {
        SortedMap<String, String> shown = new TreeMap<>(values);
        shown.keySet().removeAll(KEYS);
        return shown.toString();
    }

    /** {@return these settings with one changed} */
    public ServiceSettings with(String name, String value) {
        SortedMap<String, String> changed = new TreeMap<>(values);
        changed.put(name, value);
        changed.values().removeIf(String::isBlank);
        return new ServiceSettings(changed);
    }

    private String text(String name, String otherwise) {
        return values.getOrDefault(name, otherwise);
    }

    private Duration seconds(String name, long otherwise) {
        double seconds = number(name, otherwise);
        if (values.containsKey(name) && !(seconds >= 0.001 && seconds <= MOST_SECONDS)) {
            throw new IllegalArgumentException(PREFIX + name + " must be seconds from 0.001 to " + MOST_SECONDS
                    + ", got '" + values.get(name) + "'");
        }
        return Duration.ofMillis(Math.round(seconds * 1000));
    }

    private boolean flag(String name) {
        String value = text(name, "false");
        if (!value.equals("true") && !value.equals("false")) {
            throw new IllegalArgumentException(PREFIX + name + " must be true or false, got '" + value + "'");
        }
        return value.equals("true");
    }

    private double number(String name, double otherwise) {
        String value = values.get(name);
        try {
            return value == null ? otherwise : Double.parseDouble(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(PREFIX + name + " must be a number, got '" + value + "'", e);
        }
    }

    private Map<String, String> map(String prefix) {
        Map<String, String> map = new TreeMap<>();
        values.tailMap(prefix).forEach((name, value) -> {
            if (name.startsWith(prefix)) {
                map.put(name.substring(prefix.length()), value);
            }
        });
        return map;
    }

    /** {@return roles of the process, all of them if nothing is said} */
    public Set<Role> roles() {
        Set<Role> roles = EnumSet.noneOf(Role.class);
        for (String role : list("roles", "split,upscale,merge")) {
            try {
                roles.add(Role.valueOf(role.toUpperCase(Locale.ROOT)));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        "vsr.roles must be of split, upscale and merge, got '" + role + "'", e);
            }
        }
        return roles;
    }

    /** {@return whether the process runs on an instance that may be taken back, and should listen for that} */
    public boolean spot() {
        return flag("spot");
    }

    /** {@return how long a worker waits for servers that start with it; not at all if nothing is said} */
    public Duration startPatience() {
        return seconds("start-patience", 0);
    }

    /**
     * {@return whether the service is one for many, who have to say who they are; else it is this machine's own}
     *
     * @throws IllegalArgumentException if the profile is neither {@code local} nor {@code cloud}
     */
    public boolean isCloud() {
        String profile = text("profile", "local");
        if (!profile.equals("local") && !profile.equals("cloud")) {
            throw new IllegalArgumentException("vsr.profile must be local or cloud, got '" + profile + "'");
        }
        return profile.equals("cloud");
    }

    private Limits limits() {
        Limits most = Limits.DEFAULT;
        long bytes = whole("limit.bytes", most.bytes());
        long direct = isCloud() ? Math.min(bytes, Limits.DIRECT_BYTES_OF_CLOUD) : bytes;
        return new Limits(
                bytes,
                whole("limit.direct-bytes", direct),
                number("limit.seconds", most.seconds()),
                whole("limit.pixels", most.pixels()),
                count("limit.active-jobs", most.activeJobs()));
    }

    private long whole(String name, long otherwise) {
        String value = values.get(name);
        try {
            return value == null ? otherwise : Long.parseLong(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(PREFIX + name + " must be a whole number, got '" + value + "'", e);
        }
    }

    private int count(String name, int otherwise) {
        return (int) Math.max(-1, Math.min(Integer.MAX_VALUE, whole(name, otherwise)));
    }

    private List<String> list(String name, String otherwise) {
        return Stream.of(text(name, otherwise).split(","))
                .map(String::trim)
                .filter(s -> !s.isEmpty())
                .toList();
    }

    private Optional<URI> endpoint(String name) {
        String value = values.get(name);
        if (value == null) {
            return Optional.empty();
        }
        try {
            URI uri = new URI(value);
            if (uri.getHost() != null && String.valueOf(uri.getScheme()).matches("https?")) {
                return Optional.of(uri);
            }
        } catch (URISyntaxException e) {
            // Said below.
        }
        throw new IllegalArgumentException(
                PREFIX + name + " must be an address such as http://127.0.0.1:9000, got '" + value + "'");
    }

    /**
     * {@return how S3 and SQS are reached}
     *
     * @throws IllegalArgumentException if an address is none, or only one of the keys is set
     */
    public Aws aws() {
        if (values.containsKey("access-key") != values.containsKey("secret-key")) {
            throw new IllegalArgumentException("vsr.access-key and vsr.secret-key go together; set both or neither");
        }
        return new Aws(
                text("region", "us-east-1"),
                endpoint("s3-endpoint"),
                endpoint("sqs-endpoint"),
                Optional.ofNullable(values.get("access-key")),
                Optional.ofNullable(values.get("secret-key")));
    }

    /**
     * {@return what the process is told}
     *
     * @throws IllegalArgumentException if a value is missing or cannot be used; says which
     */
    public FunctionsConfig config() {
        Map<String, Path> weights = new TreeMap<>();
        map("weights.").forEach((model, folder) -> {
            if (!BucketWeights.is(folder)) {
                weights.put(model, Path.of(folder));
            }
        });
        bucketWeights().forEach((model, lying) -> weights.put(model, lying.folder(cache())));
        String worker = text("worker", processName());
        spot(); // only workers ask for it, and whoever starts them should be told first
        FunctionsConfig config = new FunctionsConfig(
                text("bucket", ""),
                text("queue-prefix", "vsr-"),
                list("queues", "normal"),
                seconds("visibility", 60),
                count("most-receives", 10),
                seconds("lease", 30),
                seconds("sweep-after", 300),
                temporary().resolve(worker),
                text("device", "cpu"),
                flag("offload"),
                weights,
                map("weights-hash."),
                map("defaults."),
                worker,
                parts(),
                seconds("progress-every", 2),
                limits());
        try {
            JobSettings.of(config.defaults()).toUpscale(config);
        } catch (InvalidRequestException e) {
            throw new IllegalArgumentException("vsr.defaults: " + e.getMessage(), e);
        }
        return config;
    }

    private Path temporary() {
        return Path.of(text("temporary", System.getProperty("java.io.tmpdir") + "/vsr4j"));
    }

    private Path cache() {
        String folder = values.get("cache");
        return (folder == null ? temporary().resolve(".cache") : Path.of(folder)).resolve("weights");
    }

    private Map<String, BucketWeights> bucketWeights() {
        Map<String, BucketWeights> all = new TreeMap<>();
        map("weights.").forEach((model, value) -> {
            if (BucketWeights.is(value)) {
                all.put(model, BucketWeights.of(PREFIX + "weights." + model, value));
            }
        });
        return all;
    }

    /** In containers all processes are number 1, but their hosts have names. */
    private static String processName() {
        long pid = ProcessHandle.current().pid();
        return "worker-" + (pid == 1 ? System.getenv().getOrDefault("HOSTNAME", "1") : pid);
    }

    private boolean parts() {
        String split = text("split", "ranges");
        return switch (split) {
            case "ranges" -> false;
            case "physical" -> true;
            default -> throw new IllegalArgumentException("vsr.split must be ranges or physical, got '" + split + "'");
        };
    }

    /**
     * Finds bucket and queues, which must be there.
     *
     * @return where the functions work, by these settings
     * @throws IllegalArgumentException if a value is missing or cannot be used, or if bucket or queues cannot be reached by
     *     them; says which setting to change
     */
    public Service connect(S3Client s3, SqsClient sqs) {
        FunctionsConfig config = config();
        Reach reach = new Reach(aws());
        reach.bucket(s3, config.bucket());
        ObjectStore store = new ObjectStore(s3, config.bucket());
        Map<Path, BucketWeights> weights = new HashMap<>();
        bucketWeights().values().forEach(lying -> weights.put(lying.folder(cache()), lying));
        return new Service(
                config,
                store,
                Queues.named(config.queuePrefix(), config.chunkQueues(), name -> reach.queue(sqs, name)),
                new WeightsFolders(weights, cache(), store),
                Observer.NONE);
    }
}
