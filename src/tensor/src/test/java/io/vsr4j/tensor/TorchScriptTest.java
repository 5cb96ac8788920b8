package io.vsr4j.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TorchScriptTest {
    private static final TorchScript SCRIPT = TorchScript.compile("""
            # Comments and helper methods are allowed.
            def twice(self, x: Tensor) -> Tensor:
              return x * 2

            def weigh(self, x: Tensor, w: Dict[str, Tensor], factor: float) -> Tensor:
              return self.twice(x) * w["scale"] * factor + w["shift"]

            def total(self, first: Tensor, rest: List[Tensor]) -> Tensor:
              for i in range(torch.len(rest)):
                first = first + rest[i]
              return first

            def pair(self, x: Tensor) -> Tuple[Tensor, Tensor]:
              return (x + 1, x - 1)

            def maybe(self, x: Tensor, y: Optional[Tensor], flag: bool, name: str, size: List[int]) -> Tensor:
              z = torch.reshape(x, size)
              if flag and name == "plus":
                z = z + 100
              if y is not None:
                z = z + y
              return z

            def fill(self, x: Tensor) -> Tensor:
              return torch.fill_(x, 7)
            """);

    private final NDManager manager = TorchEngine.newManager(Device.cpu());

    @AfterEach
    void close() {
        manager.close();
    }

    private NDArray of(float... values) {
        return manager.create(values);
    }

    @Test
    void takesDictionariesAndNumbers() {
        NDArray y = SCRIPT.call("weigh", of(1, 2), Map.of("scale", of(3, 4), "shift", of(10, 20)), 0.5);

        assertThat(y.toFloatArray()).containsExactly(13, 28);
    }

    @Test
    void takesListsAndEmptyOnes() {
        assertThat(SCRIPT.call("total", of(1), List.of(of(2), of(3))).toFloatArray())
                .containsExactly(6);
        assertThat(SCRIPT.call("total", of(1), List.of()).toFloatArray()).containsExactly(1);
    }

    @Test
    void takesPreparedArgumentsManyTimes() {
        NDArray scale = of(3, 4);
        try (ScriptArgument weights = ScriptArgument.dict(Map.of("scale", scale, "shift", of(10, 20)))) {
            scale.close(); // the argument holds the memory
            for (int i = 0; i < 3; i++) {
                assertThat(SCRIPT.call("weigh", of(1, 2), weights, 0.5).toFloatArray())
                        .containsExactly(13, 28);
            }
        }
    }

    @Test
    void takesNullFlagsTextAndSizes() {
        long[] size = {2, 1};
        assertThat(SCRIPT.call("maybe", of(1, 2), null, true, "plus", size).toFloatArray())
                .containsExactly(101, 102);
        assertThat(SCRIPT.call("maybe", of(1, 2), of(5), true, "minus", size).toFloatArray())
                .containsExactly(6, 7);
    }

    @Test
    void returnsTuples() {
        NDList both = SCRIPT.callForList("pair", of(5));

        assertThat(both).hasSize(2);
        assertThat(both.get(0).toFloatArray()).containsExactly(6);
        assertThat(both.get(1).toFloatArray()).containsExactly(4);
    }

    @Test
    void aResultBelongsToTheFirstArraysManager() {
        try (NDManager scope = manager.newSubManager()) {
            NDArray x = scope.create(new float[] {1});
            NDArray w = of(1);

            assertThat(SCRIPT.call("total", x, List.of(w)).getManager()).isSameAs(scope);
            assertThat(SCRIPT.callIn(manager, "twice", x).getManager()).isSameAs(manager);
        }
    }

    @Test
    void aResultMayBeWrittenInPlace() {
        NDArray x = SCRIPT.call("twice", of(1, 2)); // would throw in inference mode
        SCRIPT.call("fill", x);

        assertThat(x.addi(1).toFloatArray()).containsExactly(8, 8);
    }

    @Test
    void leavesNothingBehind() {
        NDArray x = of(1, 2);
        int before = Scopes.count(manager);
        SCRIPT.call("maybe", x, null, false, "", new long[] {2}).close();

        assertThat(Scopes.count(manager)).isEqualTo(before);
    }

    @Test
    void severalThreadsGetTheSameBits() throws Exception {
        NDArray x = manager.randomNormal(new ai.djl.ndarray.types.Shape(1000));
        float[] expected = Torch.silu(x).toFloatArray();
        ExecutorService pool = Executors.newFixedThreadPool(4);
        try {
            List<Callable<float[]>> jobs = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                jobs.add(() -> {
                    try (NDManager own = TorchEngine.newManager(Device.cpu())) {
                        return Torch.silu(Scopes.borrow(own, x)).toFloatArray();
                    }
                });
            }
            for (Future<float[]> result : pool.invokeAll(jobs)) {
                assertThat(result.get()).containsExactly(expected);
            }
        } finally {
            pool.shutdown();
        }
    }

    @Test
    void saysWhereTextIsWrong() {
        assertThatThrownBy(() -> TorchScript.compile("def f(self, x: Tensor) -> Tensor:\n  return torch.no_such(x)\n"))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("no_such");
    }

    @Test
    void namesAMissingMethodAndResource() {
        assertThatThrownBy(() -> SCRIPT.call("thrice", of(1)))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("thrice");
        assertThatThrownBy(() -> TorchScript.resource(TorchScriptTest.class, "none.ts.py"))
                .hasMessageContaining("none.ts.py");
        assertThatThrownBy(() -> SCRIPT.call("twice", 1)).hasMessageContaining("no array");
        assertThatThrownBy(() -> SCRIPT.call("twice", of(1), new Object())).hasMessageContaining("java.lang.Object");
    }

    @Test
    void resourcesAreOneTextThatIsCompiledWhenItIsCalled() {
        TorchScript incomplete = TorchScript.resource(TorchScriptTest.class, "fourfold.ts.py");
        TorchScript whole = TorchScript.resource(TorchScriptTest.class, "fourfold.ts.py", "double.ts.py");

        try (NDArray result = whole.call("fourfold", of(3))) {
            assertThat(result.toFloatArray()).containsExactly(12);
        }
        assertThatThrownBy(() -> incomplete.call("fourfold", of(3)))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("double");
    }
}
