package io.vsr4j.models.clip;

import ai.djl.ndarray.NDArray;
import io.vsr4j.models.verify.FixtureCheck;
import io.vsr4j.models.verify.FixtureFile;
import io.vsr4j.models.verify.FixtureRun;
import java.io.IOException;

/** CLIP's ResNet tower, and the scores from it. */
public final class ClipIqaCheck implements FixtureCheck {
    @Override
    public boolean accepts(FixtureFile file) {
        return file.kind().equals("io") && file.upstream().contains("ModifiedResNet");
    }

    @Override
    public void run(FixtureFile file, FixtureRun run) throws IOException {
        try (ClipIqa iqa = run.load(new ClipIqa(file.config()))) {
            for (String name : run.cases()) {
                NDArray x = run.input(name + ".in.x");
                NDArray text = run.input(name + ".in.text_features");
                for (boolean positions : new boolean[] {false, true}) {
                    String variant = positions ? "with_pos" : "no_pos";
                    NDArray features = iqa.tower().forward(x, positions);
                    NDArray logits = iqa.logits(features, text);
                    compare(run, name + ".out.pair_prob_" + variant, ClipScores.pairProbabilities(logits));
                    compare(run, name + ".out.logits_" + variant, logits);
                    compare(run, name + ".out.score_" + variant, iqa.score(x, text, positions));
                    if (positions) {
                        compare(run, name + ".out.openai_features", features.duplicate());
                    }
                    compare(run, name + ".out.features_" + variant, features);
                }
            }
        }
    }

    /** Not every case has every output. */
    private static void compare(FixtureRun run, String name, NDArray actual) {
        if (run.has(name)) {
            run.compare(name, actual);
        } else {
            actual.close();
        }
    }
}
