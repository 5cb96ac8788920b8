package io.vsr4j.models.wan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.vsr4j.models.network.NetworkProbe;
import io.vsr4j.tensor.Autograd;
import io.vsr4j.tensor.DType;
import io.vsr4j.tensor.Scopes;
import io.vsr4j.tensor.TorchEngine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WanTransformerTextTest {
    private static final int LENGTH = 512;

    private NDManager scope;
    private Autograd off;
    private WanTransformer network;

    @BeforeEach
    void open() {
        scope = TorchEngine.newManager(Device.cpu());
        off = Autograd.off();
        network = new WanTransformer(WanTransformerTiny.config());
        NetworkProbe.randomise(network, DType.F32);
    }

    @AfterEach
    void close() {
        network.close();
        off.close();
        scope.close();
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "1, 2", "77, 78", "511, 512", "512, 512"})
    void paddingCountsAsOneTokenWithoutChangingTheResult(int real, int read) {
        NDArray prompt = WanTransformerTiny.prompt(scope, real);
        NDArray padded = prompt.concat(scope.zeros(new Shape(1, LENGTH - real, WanTransformerTiny.TEXT_WIDTH)), 1);
        NDArray time = scope.create(new float[] {700, 3});

        try (WanTransformerText text = network.text(prompt, LENGTH - real)) {
            assertThat(text.tokens()).isEqualTo(read);
        }
        WanTransformerTest.assertClose(
                WanTransformerTiny.flow(network, scope, time, prompt, LENGTH - real),
                WanTransformerTiny.flow(network, scope, time, padded, 0),
                1e-5);
    }

    @Test
    void servesManyCalls() {
        NDArray prompt = WanTransformerTiny.prompt(scope, 6);
        try (WanTransformerText text = network.text(prompt, 4)) {
            for (float t : new float[] {999, 500, 1}) {
                NDArray time = scope.create(new float[] {t});

                NDArray flow = network.forward(WanTransformerTiny.latent(scope), time, text);

                assertThat(flow.toFloatArray())
                        .isEqualTo(WanTransformerTiny.flow(network, scope, time, prompt, 4)
                                .toFloatArray());
            }
        }
    }

    @Test
    void everySampleMayHaveItsOwn() {
        NDArray prompts = WanTransformerTiny.random(scope, 3, new Shape(2, 4, WanTransformerTiny.TEXT_WIDTH));
        NDArray time = scope.create(new float[] {10});
        NDArray both = WanTransformerTiny.flow(network, scope, time, prompts, 3);
        for (int i = 0; i < 2; i++) {
            NDArray one = WanTransformerTiny.flow(network, scope, time, prompts.get("{}:{}", i, i + 1), 3);
            WanTransformerTest.assertClose(both.get("{}:{}", i, i + 1), one.get("{}:{}", i, i + 1), 1e-5);
        }
    }

    @Test
    void freesWhatItHolds() {
        NDArray prompt = WanTransformerTiny.prompt(scope, 4);
        int before = Scopes.count(scope);
        network.text(prompt, 2).close();

        assertThat(Scopes.count(scope)).isEqualTo(before);
    }

    @Test
    void refusesNothingAtAll() {
        NDArray none = WanTransformerTiny.prompt(scope, 0);

        assertThatThrownBy(() -> network.text(none, 0)).hasMessageContaining("at least one token");
    }
}
