package io.vsr4j.models.checkpoint;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.google.gson.JsonElement;
import io.vsr4j.models.verify.FixtureCheck;
import io.vsr4j.models.verify.FixtureFile;
import io.vsr4j.models.verify.FixtureRun;
import io.vsr4j.tensor.CheckpointException;
import io.vsr4j.tensor.DType;
import io.vsr4j.tensor.TensorFile;
import io.vsr4j.tensor.Torch;
import java.io.IOException;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/** PyTorch's own files: each holds what its twin in safetensors holds, or must be refused. */
public final class CheckpointCheck implements FixtureCheck {
    @Override
    public boolean accepts(FixtureFile file) {
        return file.kind().equals("checkpoint");
    }

    @Override
    public void run(FixtureFile file, FixtureRun run) throws IOException {
        JsonElement forbidden = file.config().json().get("forbidden");
        if (forbidden != null) {
            refuse(file, run, forbidden.getAsString().split(" ")[0]);
            return;
        }
        try (TensorFile published = TensorFile.open(file.path());
                TensorFile twin = TensorFile.open(file.twin())) {
            compare(run, named(published), twin);
        }
    }

    /** The whole file is refused, and the reason names what it asks for. */
    private static void refuse(FixtureFile file, FixtureRun run, String forbidden) throws IOException {
        try (TensorFile opened = TensorFile.open(file.path())) {
            run.report("refused", false, "was opened: " + opened.tensors().keySet());
        } catch (CheckpointException e) {
            run.report("refused", e.getMessage().contains(forbidden), e.getMessage());
        }
    }

    /** AdcSR's two files have names of their own. */
    private static TensorFile named(TensorFile file) {
        Set<String> names = file.tensors().keySet();
        if (names.stream().anyMatch(name -> name.startsWith("module.body."))) {
            return file.renamed(Layouts.ADCSR_NET);
        }
        Predicate<String> decoder = name -> name.startsWith("state_dict.") && name.contains("decoder.");
        return names.stream().anyMatch(decoder) ? file.renamed(Layouts.ADCSR_DECODER) : file;
    }

    /** The twin may hold another file's tensors too, under another first word. */
    private static void compare(FixtureRun run, TensorFile file, TensorFile twin) {
        Set<String> words = new TreeSet<>();
        file.tensors().keySet().forEach(name -> words.add(firstWord(name)));
        Set<String> expected = new TreeSet<>(twin.tensors().keySet());
        expected.removeIf(name -> !words.contains(firstWord(name)));
        run.report(
                "names",
                file.tensors().keySet().equals(expected),
                file.tensors().size() + " tensors");
        int different = 0;
        for (String name : expected) {
            different += same(run, file, twin, name) ? 0 : 1;
        }
        run.report("values", different == 0, different == 0 ? "" : different + " tensors differ");
    }

    private static boolean same(FixtureRun run, TensorFile file, TensorFile twin, String name) {
        if (!file.tensors().containsKey(name)) {
            return false;
        }
        try (NDManager scope = run.scope().newSubManager()) {
            NDArray a = file.read(scope, name);
            NDArray b = twin.read(scope, name);
            return a.getShape().equals(b.getShape())
                    && Torch.type(a) == Torch.type(b)
                    && Arrays.equals(bytes(a), bytes(b));
        }
    }

    /** All elements, in F64 where Java cannot read the type itself. */
    private static byte[] bytes(NDArray x) {
        return switch (Torch.type(x)) {
            case BF16, I16 -> Torch.to(x, DType.F64).toByteArray();
            default -> Torch.contiguous(x).toByteArray();
        };
    }

    private static String firstWord(String name) {
        return name.split("\\.", 2)[0];
    }
}
