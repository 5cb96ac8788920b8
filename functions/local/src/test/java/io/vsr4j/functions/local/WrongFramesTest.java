package io.vsr4j.functions.local;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import io.vsr4j.functions.Failures.Failure;
import io.vsr4j.functions.Functions;
import io.vsr4j.functions.JobStatus;
import io.vsr4j.functions.ModelCache;
import io.vsr4j.functions.Role;
import io.vsr4j.functions.Service;
import io.vsr4j.functions.Worker;
import io.vsr4j.functions.store.StoredObject;
import io.vsr4j.models.ModelCard;
import io.vsr4j.models.ModelRegistry;
import io.vsr4j.models.Placement;
import io.vsr4j.models.VsrModel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A network that gives other frames than it should: what it gives is never published. */
class WrongFramesTest {
    private static final String KEY = "incoming/clip.mp4";
    private static final String OTHER = "incoming/other.mp4";
    private static final int WRONG_CHUNK = 8; // first frame of chunk 2

    @TempDir
    Path folder;

    private Rig rig;

    /** What it gives instead, by seed. */
    enum Wrong {
        LARGER(frames -> frames.repeat(3, 2)),
        SMALLER(frames -> frames.get(":, :, :10, :10")),
        TOO_MANY(frames -> frames.concat(frames)),
        TOO_FEW(frames -> frames.get("1:")),
        GREY(frames -> frames.get(":, :1")),
        NONE(frames -> frames.mul(Float.NaN)),
        INFINITE(frames -> frames.div(0));

        private final UnaryOperator<NDArray> spoil;

        Wrong(UnaryOperator<NDArray> spoil) {
            this.spoil = spoil;
        }
    }

    /** A model with a defect. */
    private record Defective(VsrModel model, AtomicInteger times) implements VsrModel {
        @Override
        public ModelCard card() {
            return model.card();
        }

        @Override
        public int scale() {
            return model.scale();
        }

        @Override
        public String fingerprint() {
            return model.fingerprint();
        }

        @Override
        public NDArray restore(NDArray frames, Placement at) {
            NDArray right = model.restore(frames, at);
            boolean spoilt = at.frame() == WRONG_CHUNK && scale() == 2 && times.getAndDecrement() > 0;
            return spoilt ? Wrong.values()[(int) at.seed()].spoil.apply(right) : right;
        }

        @Override
        public void close() {
            model.close();
        }
    }

    @BeforeEach
    void open() throws Exception {
        rig = new Rig(folder);
    }

    @AfterEach
    void close() throws Exception {
        rig.close();
    }

    private Rig.Running work(int times) throws Exception {
        Service service = rig.service("worker", 2, Duration.ofHours(1), new Faults());
        AtomicInteger left = new AtomicInteger(times);
        ModelCache models = new ModelCache(
                service, (id, scale, options) -> new Defective(ModelRegistry.open(id, scale, options), left));
        Functions functions = new Functions(service, models);
        return new Rig.Running(functions, new Worker(functions, EnumSet.allOf(Role.class)));
    }

    @Test
    void theirJobsFailWithChunkAndReasonAndOthersGoOn() throws Exception {
        for (Wrong wrong : Wrong.values()) {
            Map<String, String> settings = new HashMap<>(Rig.SETTINGS);
            settings.put("vsr-seed", Integer.toString(wrong.ordinal()));
            rig.put(key(wrong), Rig.CLIP, settings);
        }
        rig.put(OTHER, Rig.OTHER, Map.of("vsr-model", "bicubic", "vsr-scale", "3", "vsr-threads", "1"));
        try (Rig.Running worker = work(Integer.MAX_VALUE)) {
            for (Wrong wrong : Wrong.values()) {
                JobStatus failed = rig.await(key(wrong), JobStatus.State.FAILED);
                Failure failure = failed.failures().get(0);
                assertThat(failure.step()).isEqualTo("00002");
                assertThat(failure.reason())
                        .as(wrong.name())
                        .contains("chunk 2 is not what was planned: model 'bicubic' gave");
                assertThat(rig.store().exists(Service.keys(failed.job()).chunk(2)))
                        .isFalse();
            }
            JobStatus other = rig.await(OTHER, JobStatus.State.DONE);
            rig.awaitQuiet();
            assertThat(rig.store().list("results/"))
                    .extracting(StoredObject::key)
                    .hasSize(2)
                    .allMatch(key -> key.contains(other.job()));
        }
        assertThat(rig.drain("dead")).hasSize(Wrong.values().length).allMatch(m -> m.contains("\"chunk\":2"));
    }

    private static String key(Wrong wrong) {
        return "incoming/" + wrong + ".mp4";
    }

    @Test
    void wrongOnceAndThenRightIsRight() throws Exception {
        rig.put(KEY, Rig.CLIP, Rig.SETTINGS);
        try (Rig.Running worker = work(1)) {
            JobStatus done = rig.await(KEY, JobStatus.State.DONE);
            rig.put("incoming/again.mp4", Rig.CLIP, Rig.SETTINGS);
            JobStatus again = rig.await("incoming/again.mp4", JobStatus.State.DONE);
            rig.awaitQuiet();
            rig.assertWhole(done.job(), rig.bytes(again.result()));
            assertThat(rig.store()
                            .head(Service.keys(done.job()).chunk(2))
                            .orElseThrow()
                            .metadata())
                    .containsEntry("receives", "2");
        }
        assertThat(rig.drain("dead")).isEmpty();
    }
}
