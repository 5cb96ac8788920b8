package io.vsr4j.quality.lpips;

import ai.djl.ndarray.NDArray;
import io.vsr4j.models.network.Config;
import io.vsr4j.models.verify.FixtureCheck;
import io.vsr4j.models.verify.FixtureFile;
import io.vsr4j.models.verify.FixtureRun;
import io.vsr4j.quality.trunk.TrunkFixtures;
import java.io.IOException;

/** LPIPS with both classifiers, and the published heads. */
public final class LpipsCheck implements FixtureCheck {
    @Override
    public boolean accepts(FixtureFile file) {
        return file.upstream().startsWith("PerceptualSimilarity lpips");
    }

    @Override
    public void run(FixtureFile file, FixtureRun run) throws IOException {
        if (file.kind().equals("data")) {
            TrunkFixtures.compareShipped(run, Lpips.heads());
            return;
        }
        file.require("version", "0.1");
        Lpips.Net net = net(file.config());
        try (Lpips lpips = new Lpips(net, TrunkFixtures.divisor(file))) {
            TrunkFixtures.load(lpips, file, run, Lpips.heads(net));
            for (String name : run.cases()) {
                NDArray a = run.raw(name + ".in.a");
                NDArray b = run.raw(name + ".in.b");
                TrunkFixtures.compare(file, run, name + ".out.distance", lpips.distance(a, b));
                TrunkFixtures.compare(file, run, name + ".out.per_layer", lpips.layers(a, b));
            }
        }
    }

    private static Lpips.Net net(Config config) {
        String net = config.text("net", "alex");
        config.require(net.equals("alex") || net.equals("vgg"), "net", "alex or vgg");
        return net.equals("alex") ? Lpips.Net.ALEX : Lpips.Net.VGG;
    }
}
