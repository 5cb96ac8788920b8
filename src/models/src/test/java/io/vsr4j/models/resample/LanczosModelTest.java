package io.vsr4j.models.resample;

class LanczosModelTest extends ResampleContract {
    @Override
    protected String id() {
        return "lanczos";
    }

    @Override
    protected double kernel(double x) {
        if (Math.abs(x) >= 3) {
            return 0;
        }
        return sinc(x) * sinc(x / 3);
    }

    private static double sinc(double x) {
        return x == 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
    }

    @Override
    protected int lobes() {
        return 3;
    }
}
