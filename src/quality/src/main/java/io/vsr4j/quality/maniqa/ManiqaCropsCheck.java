package io.vsr4j.quality.maniqa;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import com.google.gson.JsonElement;
import io.vsr4j.models.network.Config;
import io.vsr4j.models.verify.FixtureCheck;
import io.vsr4j.models.verify.FixtureFile;
import io.vsr4j.models.verify.FixtureRun;
import io.vsr4j.models.verify.Tolerance;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where crops lie, and how pictures that are too small are enlarged; the outputs' names say of what. */
public final class ManiqaCropsCheck implements FixtureCheck {
    private static final Pattern GRID = Pattern.compile("crops\\.(\\d+)x(\\d+)\\.n(\\d+)");
    private static final Pattern SIZE = Pattern.compile("size(\\d+)\\.(\\d+)x(\\d+)");
    private static final Pattern PICTURE = Pattern.compile("upscale(\\d+)");
    private static final int PUBLISHED = 224;

    @Override
    public boolean accepts(FixtureFile file) {
        return file.upstream().contains("uniform_crop");
    }

    @Override
    public void run(FixtureFile file, FixtureRun run) {
        for (String name : run.cases()) {
            Matcher grid = GRID.matcher(name);
            Matcher size = SIZE.matcher(name);
            Matcher picture = PICTURE.matcher(name);
            if (grid.matches()) {
                grid(run, name, number(grid, 1), number(grid, 2), new UniformCrops(number(grid, 3), PUBLISHED));
            } else if (size.matches()) {
                NDArray x = run.scope().zeros(new Shape(1, 1, number(size, 2), number(size, 3)));
                size(run, name, new UniformCrops(1, number(size, 1)).enlarged(x));
            } else if (picture.matches()) {
                UniformCrops crops = new UniformCrops(1, cropSize(file, number(picture, 1)));
                NDArray x = crops.enlarged(run.raw(name + ".in.x"));
                run.compare(name + ".out.crop", crops.crop(x, new int[] {0, 0}), Tolerance.of(1e-5));
                size(run, name, x);
            }
        }
    }

    private static int number(Matcher matcher, int group) {
        return Integer.parseInt(matcher.group(group));
    }

    private static int cropSize(FixtureFile file, int picture) {
        for (JsonElement element : file.config().json().getAsJsonArray("cases")) {
            Config one = new Config(file.name() + " case", element.getAsJsonObject());
            if (one.has("upscale") && one.number("upscale", 0) == picture) {
                return one.number("crop_size");
            }
        }
        return PUBLISHED;
    }

    /** Ramps, one down and one to the right, tell which pixel each crop begins with. */
    private static void grid(FixtureRun run, String name, int height, int width, UniformCrops crops) {
        NDArray down = run.scope().arange(0f, height, 1f).reshape(1, 1, height, 1);
        NDArray right = run.scope().arange(0f, width, 1f).reshape(1, 1, 1, width);
        NDArray ramps = down.repeat(3, width).concat(right.repeat(2, height), 1);
        NDArray x = crops.enlarged(ramps);
        int[][] corners =
                crops.corners((int) x.getShape().get(2), (int) x.getShape().get(3));
        if (run.has(name + ".out.top_left")) {
            int[] all = Arrays.stream(corners).flatMapToInt(Arrays::stream).toArray();
            run.compare(name + ".out.top_left", run.scope().create(all, new Shape(corners.length, 2)), Tolerance.EXACT);
        }
        if (run.has(name + ".out.first_pixel_of_ramp")) {
            float[] first = new float[2 * corners.length];
            for (int i = 0; i < corners.length; i++) {
                float[] pixel =
                        x.get("0, :, " + corners[i][0] + ", " + corners[i][1]).toFloatArray();
                System.arraycopy(pixel, 0, first, 2 * i, 2);
            }
            NDArray actual = run.scope().create(first, new Shape(corners.length, 2));
            run.compare(name + ".out.first_pixel_of_ramp", actual, Tolerance.of(1e-3));
        }
    }

    private static void size(FixtureRun run, String name, NDArray x) {
        int[] size = {(int) x.getShape().get(2), (int) x.getShape().get(3)};
        run.compare(name + ".out.size_before_crop", run.scope().create(size), Tolerance.EXACT);
    }
}
