package io.vsr4j.models.network;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import io.vsr4j.tensor.Autograd;
import io.vsr4j.tensor.DType;
import io.vsr4j.tensor.Scopes;
import io.vsr4j.tensor.Torch;
import io.vsr4j.tensor.TorchEngine;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;

/** What every network must do, asked of a tiny one whose every tensor is random. */
public final class NetworkProbe {
    private NetworkProbe() {}

    /** Gives every tensor random values, those of norms around 1, those of running variances above 0. */
    public static void randomise(Network network, DType type) {
        network.bind(Device.cpu(), type, NetworkProbe::random);
    }

    /** A tensor that is random, and the same whenever it is asked for. */
    public static NDArray random(NDManager owner, String name, Shape shape, DType type) {
        Random random = new Random(name.hashCode());
        float[] values = new float[Math.toIntExact(shape.size())];
        boolean scale = shape.dimension() <= 1 && name.endsWith(".weight") || name.endsWith("running_var");
        // Matrices keep the size of what they are applied to, so that no softmax is saturated.
        double spread = shape.dimension() < 2 ? 0.3 : Math.sqrt(shape.get(0) / (double) shape.size());
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (scale ? 0.5 + random.nextDouble() : random.nextGaussian() * spread);
        }
        NDArray exact = owner.create(values, shape);
        if (type == DType.F32) {
            return exact;
        }
        try (exact) {
            return Torch.to(exact, type);
        }
    }

    /** The list of names and shapes that a published checkpoint has: a name, a tab, a shape such as 32x3x3x3. */
    public static Map<String, Shape> published(String resource) throws IOException {
        Map<String, Shape> shapes = new LinkedHashMap<>();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                NetworkProbe.class.getResourceAsStream("/keys/" + resource), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.startsWith("#") && !line.isBlank()) {
                    String[] part = line.split("\t", -1);
                    shapes.put(
                            part[0],
                            part.length < 2 || part[1].isBlank()
                                    ? new Shape()
                                    : new Shape(Arrays.stream(part[1].split("x"))
                                            .mapToLong(Long::parseLong)
                                            .toArray()));
                }
            }
        }
        return shapes;
    }

    /** A tensor that could be zeroed unnoticed is not used. */
    public static void everyTensorMatters(Network network, Function<NDManager, NDArray> forward, String... except) {
        float[] before = values(forward);
        assertThat(before).doesNotContain(Float.NaN);
        for (String name : network.parameters().shapes().keySet()) {
            if (Arrays.stream(except).anyMatch(name::endsWith)) {
                continue;
            }
            network.bind(Device.cpu(), DType.F32, (owner, n, shape, type) -> {
                NDArray value = random(owner, n, shape, type);
                if (n.equals(name)) {
                    value.muli(0);
                }
                return value;
            });
            assertThat(values(forward)).as("without %s", name).isNotEqualTo(before);
        }
        randomise(network, DType.F32);
    }

    /** A forward leaves nothing with its inputs' owner but the result, and nothing with the weights. */
    public static void leaksNothing(Network network, Function<NDManager, NDArray> forward) {
        try (NDManager scope = TorchEngine.newManager(Device.cpu());
                Autograd off = Autograd.off()) {
            forward.apply(scope).close();
            int inputs = Scopes.count(scope);
            int weights = Scopes.count(network.manager());
            for (int i = 0; i < 20; i++) {
                try (NDManager once = scope.newSubManager()) {
                    forward.apply(once).close();
                    assertThat(Scopes.count(once)).isEqualTo(inputs);
                }
            }
            assertThat(Scopes.count(scope)).isEqualTo(inputs);
            assertThat(Scopes.count(network.manager())).isEqualTo(weights);
        }
    }

    /** Gradients reach every learned tensor. */
    public static void gradientsFlow(Network network, Function<NDManager, NDArray> forward, String... except) {
        Map<String, NDArray> learned = new LinkedHashMap<>();
        try (NDManager scope = TorchEngine.newManager(Device.cpu());
                Autograd on = Autograd.on()) {
            network.bind(Device.cpu(), DType.F32, (owner, name, shape, type) -> {
                NDArray value = random(scope, name, shape, type);
                if (Arrays.stream(except).noneMatch(name::endsWith)) {
                    value.setRequiresGradient(true);
                    learned.put(name, value);
                }
                return value;
            });
            PtNDArray loss = (PtNDArray) forward.apply(scope).square().sum();
            JniUtils.backward(loss, (PtNDArray) scope.ones(new Shape()), false, false);
            learned.forEach((name, value) -> {
                try (NDArray gradient = JniUtils.getGradient((PtNDArray) value)) {
                    float[] numbers = gradient.toFloatArray();
                    double sum = 0;
                    for (float number : numbers) {
                        sum += Math.abs(number);
                    }
                    assertThat(sum).as("gradient of %s", name).isPositive().isFinite();
                }
            });
        }
        randomise(network, DType.F32);
    }

    /** Fewer bits give about the same. */
    public static void fewerBitsAreClose(
            Network network, Function<NDManager, NDArray> forward, DType type, double share) {
        float[] exact = values(forward);
        randomise(network, type);
        float[] rounded = values(forward);
        randomise(network, DType.F32);
        double peak = 0;
        double apart = 0;
        for (int i = 0; i < exact.length; i++) {
            peak = Math.max(peak, Math.abs(exact[i]));
            apart = Math.max(apart, Math.abs(exact[i] - rounded[i]));
        }
        assertThat(apart).isPositive().isLessThan(share * peak);
    }

    private static float[] values(Function<NDManager, NDArray> forward) {
        try (NDManager scope = TorchEngine.newManager(Device.cpu());
                Autograd off = Autograd.off();
                NDArray result = Torch.to(forward.apply(scope), DType.F32)) {
            return result.toFloatArray();
        }
    }
}
