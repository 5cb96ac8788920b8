package io.vsr4j.training.run;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import io.vsr4j.quality.report.CurvesPage;
import io.vsr4j.tensor.Autograd;
import io.vsr4j.tensor.DType;
import io.vsr4j.tensor.Torch;
import io.vsr4j.tensor.TorchEngine;
import io.vsr4j.training.Settings;
import io.vsr4j.training.Shown;
import io.vsr4j.training.Task;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.IntStream;

/** The page of a training: its curves and what it makes of its first sample. */
final class TrainingPage<S> {
    private final Task<S> task;
    private final Settings settings;
    private final Path file;
    private final TrainingLog log;

    TrainingPage(Task<S> task, Settings settings, Path file, TrainingLog log) {
        this.task = task;
        this.settings = settings;
        this.file = file;
        this.log = log;
    }

    /** Writes the page anew. */
    void write(Stepper<S> stepper) throws IOException {
        Map<String, double[]> columns = log.columns();
        double[] steps = columns.getOrDefault("step", new double[0]);
        CurvesPage page = new CurvesPage(settings.recipe());
        if (steps.length > 0) {
            double[] seconds = columns.get("seconds");
            page.words((long) steps[steps.length - 1] + " of " + settings.text("steps") + " steps in "
                    + Math.round(seconds[seconds.length - 1]) + " seconds");
            columns.forEach((name, values) -> {
                if (!name.equals("step") && !name.equals("seconds")) {
                    curve(page, name, steps, values);
                }
            });
        }
        pictures(page, stepper);
        page.settings(settings.values());
        page.write(file);
    }

    /** What is not there in every step, such as validation, is a curve through those in which it is. */
    private static void curve(CurvesPage page, String name, double[] steps, double[] values) {
        int[] there = IntStream.range(0, values.length)
                .filter(i -> !Double.isNaN(values[i]))
                .toArray();
        if (there.length > 0) {
            double[] numbers = IntStream.of(there).mapToDouble(i -> values[i]).toArray();
            page.curve(
                    name, numbers, "step " + (long) steps[there[0]], "step " + (long) steps[there[there.length - 1]]);
        }
    }

    private void pictures(CurvesPage page, Stepper<S> stepper) throws IOException {
        try (NDManager scope = TorchEngine.newManager(stepper.device());
                Autograd off = Autograd.off();
                Stepper.Averaged averaged = stepper.averaged()) {
            for (Shown shown : task.show(task.sample(0, scope), scope)) {
                page.picture(shown.caption(), image(shown.image()));
            }
        }
    }

    private static BufferedImage image(NDArray picture) {
        int height = Math.toIntExact(picture.getShape().get(1));
        int width = Math.toIntExact(picture.getShape().get(2));
        NDArray levels = Torch.to(picture, DType.F32).mul(255).add(0.5).clip(0, 255);
        byte[] bytes = Torch.contiguous(levels).toType(DataType.UINT8, false).toByteArray();
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        int plane = width * height;
        for (int i = 0; i < plane; i++) {
            int rgb = (bytes[i] & 255) << 16 | (bytes[plane + i] & 255) << 8 | bytes[2 * plane + i] & 255;
            image.setRGB(i % width, i / width, rgb);
        }
        return image;
    }
}
