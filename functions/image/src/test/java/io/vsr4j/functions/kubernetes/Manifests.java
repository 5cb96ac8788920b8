package io.vsr4j.functions.kubernetes;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Resources as kubectl renders them. */
final class Manifests {
    private final List<Object> all;

    private Manifests(List<Object> all) {
        this.all = all;
    }

    /** {@return whether this machine can render} */
    static boolean hasKubectl() throws InterruptedException {
        try {
            return new ProcessBuilder("kubectl", "kustomize", "--help")
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        }
    }

    static Manifests render(Path folder) throws Exception {
        Process process = new ProcessBuilder("kubectl", "kustomize", folder.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        List<Object> all = new ArrayList<>();
        new Yaml(new SafeConstructor(new LoaderOptions()))
                .loadAll(process.inputReader())
                .forEach(all::add);
        if (process.waitFor() != 0) {
            throw new IOException("kubectl cannot render " + folder);
        }
        return new Manifests(all);
    }

    /** {@return what lies at a path of names and indices, null if nothing does} */
    static Object at(Object resource, Object... path) {
        Object here = resource;
        for (Object step : path) {
            if (here instanceof Map<?, ?> map) {
                here = map.get(step);
            } else if (here instanceof List<?> list && step instanceof Integer index && index < list.size()) {
                here = list.get(index);
            } else {
                return null;
            }
        }
        return here;
    }

    /** {@return elements of a list, none if there is no list} */
    static List<?> list(Object resource, Object... path) {
        return at(resource, path) instanceof List<?> list ? list : List.of();
    }

    /** {@return all of a kind} */
    List<Object> of(String kind) {
        return all.stream().filter(r -> kind.equals(at(r, "kind"))).toList();
    }

    /** {@return the only one of that kind and name} */
    Object one(String kind, Object name) {
        List<Object> found = of(kind).stream()
                .filter(r -> at(r, "metadata", "name").equals(name))
                .toList();
        if (found.size() != 1) {
            throw new AssertionError("expected one " + kind + " " + name + ", got " + found.size());
        }
        return found.get(0);
    }

    /** {@return what pods are made of: of deployments and of services of Knative} */
    List<Object> pods() {
        return Stream.concat(of("Deployment").stream(), of("Service").stream().filter(r -> at(r, "apiVersion")
                        .equals("serving.knative.dev/v1")))
                .map(r -> at(r, "spec", "template"))
                .toList();
    }

    /** {@return variables of a pod's container, those of its ConfigMaps as well} */
    Map<String, String> environment(Object pod) {
        Map<String, String> variables = new TreeMap<>();
        Object container = at(pod, "spec", "containers", 0);
        for (Object from : list(container, "envFrom")) {
            Object map = one("ConfigMap", at(from, "configMapRef", "name"));
            ((Map<?, ?>) at(map, "data")).forEach((name, value) -> variables.put(name.toString(), value.toString()));
        }
        for (Object variable : list(container, "env")) {
            Object value = at(variable, "value");
            variables.put(at(variable, "name").toString(), value == null ? "of the pod" : value.toString());
        }
        return variables;
    }
}
