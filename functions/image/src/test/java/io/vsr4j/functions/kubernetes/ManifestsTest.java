package io.vsr4j.functions.kubernetes;

import static io.vsr4j.functions.kubernetes.Manifests.at;
import static io.vsr4j.functions.kubernetes.Manifests.list;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vsr4j.functions.FunctionsConfig;
import io.vsr4j.functions.Role;
import io.vsr4j.functions.ServiceSettings;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What Kubernetes is told, as it is rendered: whether it holds together, and asks for no right that it does not need. */
class ManifestsTest {
    private static final Path FOLDER = Path.of("../../infra-terraform/kubernetes");
    /** Time that a worker has to hand its chunk back, which docs/images.md names. */
    private static final int GRACE_SECONDS = 120;

    private static final Map<String, Manifests> RENDERED = new HashMap<>();

    @BeforeAll
    static void kubectl() throws Exception {
        assumeTrue(Manifests.hasKubectl(), "kubectl is not installed, which renders the manifests");
    }

    private static Manifests render(String folder) throws Exception {
        Manifests manifests = RENDERED.get(folder);
        if (manifests == null) {
            manifests = Manifests.render(FOLDER.resolve(folder));
            RENDERED.put(folder, manifests);
        }
        return manifests;
    }

    @ParameterizedTest
    @ValueSource(strings = {"base", "overlays/gpu", "overlays/knative"})
    void podsHaveNoRightThatTheyDoNotNeed(String folder) throws Exception {
        List<Object> pods = render(folder).pods();
        assertThat(pods).hasSizeGreaterThanOrEqualTo(2);
        for (Object pod : pods) {
            assertThat(at(pod, "spec", "automountServiceAccountToken")).isEqualTo(false);
            assertThat(pod.toString()).doesNotContain("hostPath", "hostNetwork", "hostPID", "privileged=true");
            for (Object container : list(pod, "spec", "containers")) {
                Object rights = at(container, "securityContext");
                assertThat(at(rights, "allowPrivilegeEscalation")).isEqualTo(false);
                assertThat(at(rights, "readOnlyRootFilesystem")).isEqualTo(true);
                assertThat(list(rights, "capabilities", "drop")).isEqualTo(List.of("ALL"));
                assertThat(at(rights, "capabilities", "add")).isNull();
                assertThat(said(pod, container, "runAsNonRoot")).isEqualTo(true);
                assertThat(said(pod, container, "runAsUser")).isEqualTo(65532);
                assertThat(at(said(pod, container, "seccompProfile"), "type")).isEqualTo("RuntimeDefault");
            }
        }
    }

    /** Of its container, else of all containers of the pod. */
    private static Object said(Object pod, Object container, String name) {
        Object own = at(container, "securityContext", name);
        return own == null ? at(pod, "spec", "securityContext", name) : own;
    }

    @ParameterizedTest
    @ValueSource(strings = {"base", "overlays/gpu", "overlays/knative"})
    void podsHaveWhatTheImageNeeds(String folder) throws Exception {
        Manifests manifests = render(folder);
        for (Object pod : manifests.pods()) {
            Object container = at(pod, "spec", "containers", 0);
            assertThat((String) at(container, "image")).matches("vsr4j:[0-9].*");
            assertThat(list(container, "volumeMounts"))
                    .extracting(mount -> at(mount, "mountPath"))
                    .contains("/tmp", "/var/lib/vsr");
            assertThat(list(pod, "spec", "volumes"))
                    .extracting(volume -> at(volume, "name"))
                    .containsAll(list(container, "volumeMounts").stream()
                            .map(mount -> at(mount, "name"))
                            .toList());
            assertThat(at(container, "readinessProbe", "httpGet", "path")).isEqualTo("/q/health/ready");
            assertThat(at(container, "resources", "requests", "memory")).isNotNull();
            assertThat(at(container, "resources", "limits", "memory")).isNotNull();
            manifests.one("ServiceAccount", at(pod, "spec", "serviceAccountName"));
            assertThat(ServiceSettings.unknown(manifests.environment(pod)))
                    .as("variables that nothing reads")
                    .isSubsetOf("VSR_POLL");
            ServiceSettings.of(manifests.environment(pod), Map.of()).config();
        }
        for (Object deployment : manifests.of("Deployment")) {
            Object spec = at(deployment, "spec", "template", "spec");
            assertThat((Integer) at(spec, "terminationGracePeriodSeconds")).isGreaterThanOrEqualTo(GRACE_SECONDS);
            assertThat(at(spec, "containers", 0, "livenessProbe", "httpGet", "path"))
                    .isEqualTo("/q/health/live");
            assertThat(at(spec, "containers", 0, "startupProbe", "httpGet", "path"))
                    .isEqualTo("/q/health/ready");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"base", "overlays/gpu", "overlays/knative"})
    void selectorsFindPods(String folder) throws Exception {
        Manifests manifests = render(folder);
        List<Object> selectors = new ArrayList<>();
        for (String kind : List.of("Deployment", "PodDisruptionBudget")) {
            manifests.of(kind).forEach(r -> selectors.add(at(r, "spec", "selector", "matchLabels")));
        }
        manifests.of("Service").stream()
                .filter(r -> at(r, "apiVersion").equals("v1"))
                .forEach(r -> selectors.add(at(r, "spec", "selector")));
        manifests.of("NetworkPolicy").stream()
                .map(r -> at(r, "spec", "podSelector", "matchLabels"))
                .filter(labels -> labels != null)
                .forEach(selectors::add);
        assertThat(selectors).hasSizeGreaterThanOrEqualTo(6);
        for (Object selector : selectors) {
            assertThat(manifests.pods())
                    .as("pods of %s", selector)
                    .anyMatch(pod -> labels(pod).entrySet().containsAll(((Map<?, ?>) selector).entrySet()));
        }
    }

    private static Map<?, ?> labels(Object resource) {
        return (Map<?, ?>) at(resource, "metadata", "labels");
    }

    @Test
    void everyRoleIsPlayed() throws Exception {
        Manifests manifests = render("base");
        assertThat(manifests.pods())
                .flatExtracting(pod ->
                        ServiceSettings.of(manifests.environment(pod), Map.of()).roles())
                .containsExactlyInAnyOrder(Role.values());
    }

    @Test
    void kedaAsksForTheQueuesThatWorkersPoll() throws Exception {
        Manifests manifests = render("base");
        Object scaling = manifests.one("ScaledObject", "vsr-worker");
        Object worker = manifests.one("Deployment", at(scaling, "spec", "scaleTargetRef", "name"));
        assertThat(at(worker, "spec", "replicas")).as("KEDA's alone to say").isNull();
        assertThat(at(scaling, "spec", "minReplicaCount")).isEqualTo(0);
        Map<String, String> environment = manifests.environment(at(worker, "spec", "template"));
        FunctionsConfig config = ServiceSettings.of(environment, Map.of()).config();
        assertThat(list(scaling, "spec", "triggers"))
                .extracting(trigger -> at(trigger, "metadata", "queueURL"))
                .containsExactlyElementsOf(config.chunkQueues().stream()
                        .map(queue -> (Object) (config.queuePrefix() + "chunks-" + queue))
                        .toList());
        for (Object trigger : list(scaling, "spec", "triggers")) {
            assertThat(at(trigger, "type")).isEqualTo("aws-sqs-queue");
            assertThat(at(trigger, "metadata", "awsRegion")).isEqualTo(environment.get("VSR_REGION"));
            assertThat(at(trigger, "metadata", "scaleOnInFlight")).isEqualTo("true");
            Object authentication = manifests.one("TriggerAuthentication", at(trigger, "authenticationRef", "name"));
            assertThat(at(authentication, "spec", "podIdentity", "provider")).isEqualTo("aws");
            assertThat(at(authentication, "spec", "secretTargetRef")).isNull();
        }
    }

    @Test
    void workersOfTheOverlayGetAGpu() throws Exception {
        Manifests manifests = render("overlays/gpu");
        Object pod = at(manifests.one("Deployment", "vsr-worker"), "spec", "template");
        assertThat(at(pod, "spec", "containers", 0, "image").toString()).endsWith("-cuda");
        assertThat(at(pod, "spec", "containers", 0, "resources", "limits", "nvidia.com/gpu"))
                .isEqualTo("1");
        assertThat(list(pod, "spec", "tolerations"))
                .extracting(toleration -> at(toleration, "key"))
                .contains("nvidia.com/gpu");
        assertThat(at(pod, "spec", "nodeSelector", "nvidia.com/gpu.present")).isEqualTo("true");
        assertThat(manifests.environment(pod)).containsEntry("VSR_DEVICE", "gpu");
        Object others = at(manifests.one("Deployment", "vsr-orchestrator"), "spec", "template", "spec");
        assertThat(others.toString()).doesNotContain("nvidia");
    }

    @Test
    void eventsReachTheFunctionThatTakesThem() throws Exception {
        Manifests manifests = render("overlays/knative");
        Object trigger = manifests.one("Trigger", "vsr-split");
        manifests.one("Broker", at(trigger, "spec", "broker"));
        Properties application = new Properties();
        try (InputStream in = ManifestsTest.class.getResourceAsStream("/application.properties")) {
            application.load(in);
        }
        assertThat(at(trigger, "spec", "filter", "attributes", "type"))
                .isEqualTo(application.getProperty("quarkus.funqy.knative-events.mapping.split-detail.trigger"));
        Object subscriber = at(trigger, "spec", "subscriber", "ref");
        Object service = manifests.one(at(subscriber, "kind").toString(), at(subscriber, "name"));
        assertThat(at(service, "apiVersion")).isEqualTo(at(subscriber, "apiVersion"));
        Map<String, String> environment = manifests.environment(at(service, "spec", "template"));
        assertThat(environment)
                .containsEntry("VSR_POLL", "false")
                .containsEntry("QUARKUS_HTTP_HOST", "127.0.0.1")
                .containsEntry(
                        "VSR_HOSTS",
                        at(service, "metadata", "name") + "." + at(service, "metadata", "namespace")
                                + ".svc.cluster.local");
        assertThat(labels(service).get("networking.knative.dev/visibility")).isEqualTo("cluster-local");
    }
}
