package io.vsr4j.models.clip;

import ai.djl.ndarray.NDArray;
import io.vsr4j.models.verify.FixtureCheck;
import io.vsr4j.models.verify.FixtureFile;
import io.vsr4j.models.verify.FixtureRun;
import java.io.IOException;

/** Both transformers of CLIP. */
public final class ClipCheck implements FixtureCheck {
    /** What torchmetrics multiplies cosines by, whatever the checkpoint says. */
    private static final double IQA_SCALE = 100;

    @Override
    public boolean accepts(FixtureFile file) {
        return file.kind().equals("io") && file.upstream().startsWith("transformers.CLIPModel");
    }

    @Override
    public void run(FixtureFile file, FixtureRun run) throws IOException {
        try (ClipModel clip = run.load(new ClipModel(file.config()))) {
            for (String name : run.cases()) {
                NDArray ids = run.raw(name + ".in.input_ids");
                NDArray vision = clip.vision().forward(run.input(name + ".in.pixel_values"));
                NDArray text = clip.text().forward(ids);
                NDArray image = clip.imageEmbedding(vision);
                NDArray words = clip.textEmbedding(text, ids);
                NDArray cosines = ClipScores.cosines(image, words);
                run.compare(name + ".out.logits_per_image", cosines.mul(clip.logitScale()));
                run.compare(name + ".out.clip_iqa_prob", ClipScores.pairProbabilities(cosines.mul(IQA_SCALE)));
                run.compare(name + ".out.image_embeds", image);
                run.compare(name + ".out.text_embeds", words);
                run.compare(name + ".out.vision_last_hidden_state", vision);
                run.compare(name + ".out.text_last_hidden_state", text);
            }
        }
    }
}
