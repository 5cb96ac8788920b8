package io.vsr4j.models.verify;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.vsr4j.tensor.DType;
import io.vsr4j.tensor.Torch;
import java.util.Arrays;
import java.util.Map;

/** Reading a file: every tensor has the manifest's type and shape, and short floating-point ones widen to their twins. */
public final class SafetensorsCheck implements FixtureCheck {
    private static final String TWIN = "_as_f32";
    private static final Map<String, DType> TYPES = Map.of(
            "float64", DType.F64,
            "float32", DType.F32,
            "float16", DType.F16,
            "bfloat16", DType.BF16,
            "int64", DType.I64,
            "int32", DType.I32,
            "int16", DType.I16,
            "int8", DType.I8,
            "uint8", DType.U8,
            "bool", DType.BOOL);

    @Override
    public boolean accepts(FixtureFile file) {
        return file.upstream().equals("safetensors.torch.save_file");
    }

    @Override
    public void run(FixtureFile file, FixtureRun run) {
        JsonObject entries = file.entry().getAsJsonObject("tensors");
        run.report("names", run.tensors().keySet().equals(entries.keySet()), "");
        for (Map.Entry<String, JsonElement> entry : entries.entrySet()) {
            String name = entry.getKey();
            JsonObject expected = entry.getValue().getAsJsonObject();
            NDArray tensor = run.raw(name);
            boolean right =
                    Torch.type(tensor) == TYPES.get(expected.get("dtype").getAsString())
                            && tensor.getShape().equals(shape(expected));
            if (entries.has(name + TWIN)) {
                // Bits, so that -0.0 is not 0.0.
                right &= Arrays.equals(
                        Torch.to(tensor, DType.F32).toByteArray(),
                        run.raw(name + TWIN).toByteArray());
            }
            run.report(name, right, "");
        }
    }

    private static Shape shape(JsonObject expected) {
        return new Shape(expected.getAsJsonArray("shape").asList().stream()
                .mapToLong(JsonElement::getAsLong)
                .toArray());
    }
}
