package io.vsr4j.models.verify;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.vsr4j.tensor.DType;
import io.vsr4j.tensor.Resize;
import io.vsr4j.tensor.Torch;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Resizing as PyTorch, MATLAB and Pillow do it; the outputs' names say how. */
public final class ResizeCheck implements FixtureCheck {
    private static final Pattern FACTOR = Pattern.compile("(up|down|scale)(\\d+)");
    private static final Map<String, Double> WORDS = Map.of("half", 1 / 2.0, "third", 1 / 3.0, "quarter", 1 / 4.0);

    @Override
    public boolean accepts(FixtureFile file) {
        return file.upstream().contains("PIL.Image.resize");
    }

    @Override
    public void run(FixtureFile file, FixtureRun run) {
        for (String name : run.tensors().keySet()) {
            String[] part = name.split("\\.out\\.");
            if (part.length == 2) {
                String[] words = part[1].split("_");
                switch (words[0]) {
                    case "pil" -> run.compare(name, pillow(name, part[0], run), Tolerance.of(1));
                    case "matlab" -> run.compare(name, matlab(words, part[0], run), Tolerance.of(1e-5));
                    default -> run.compare(name, torch(name, words, part[0], run), Tolerance.of(1e-5));
                }
            }
        }
    }

    private static NDArray pillow(String name, String which, FixtureRun run) {
        Shape size = run.raw(name).getShape();
        NDArray planes = Torch.to(run.raw(which + ".in.u8_hwc"), DType.F32).transpose(2, 0, 1);
        return Resize.pillow(planes, (int) size.get(0), (int) size.get(1)).transpose(1, 2, 0);
    }

    private static NDArray matlab(String[] words, String which, FixtureRun run) {
        NDArray picture = run.raw(which + ".in.x").squeeze(0);
        return Resize.matlab(picture, factor(words[1]), words[2].equals("antialias"));
    }

    private static NDArray torch(String name, String[] words, String which, FixtureRun run) {
        NDArray x = run.raw(which + ".in.x");
        Shape size = run.raw(name).getShape();
        long h = size.get(2);
        long w = size.get(3);
        boolean cubic = words[1].equals("bicubic");
        return switch (words[3]) {
            case "keep" -> Torch.bicubic(x, 1 / factor(words[2]));
            case "antialias" -> cubic ? Torch.bicubicAntialias(x, h, w) : Torch.bilinearAntialias(x, h, w);
            default -> {
                boolean align = words[3].equals("align1");
                yield cubic ? Torch.bicubic(x, h, w, align) : Torch.bilinear(x, h, w, align);
            }
        };
    }

    private static double factor(String word) {
        Matcher matcher = FACTOR.matcher(word);
        if (!matcher.matches()) {
            return WORDS.get(word);
        }
        double factor = Integer.parseInt(matcher.group(2));
        return matcher.group(1).equals("down") ? 1 / factor : factor;
    }
}
