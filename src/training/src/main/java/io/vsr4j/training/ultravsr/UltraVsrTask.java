package io.vsr4j.training.ultravsr;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.vsr4j.models.ShotMeasure;
import io.vsr4j.models.ultravsr.UltraVsrFolder;
import io.vsr4j.tensor.Autograd;
import io.vsr4j.tensor.DType;
import io.vsr4j.tensor.Scopes;
import io.vsr4j.tensor.Torch;
import io.vsr4j.tensor.TorchEngine;
import io.vsr4j.training.ParameterGroup;
import io.vsr4j.training.Phase;
import io.vsr4j.training.Shown;
import io.vsr4j.training.Task;
import io.vsr4j.training.data.Clip;
import io.vsr4j.training.data.ClipSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** UltraVSR learns from clips, from a critic of videos, and from what two diffusion networks know of videos. */
final class UltraVsrTask implements Task<UltraVsrSample> {
    private final NDManager manager;
    private final ClipSource clips;
    private final ShotMeasure degradation;
    private final Student student;
    private final Teachers teachers;
    private final UltraVsrLosses losses;
    private final NDArray text;

    /**
     * @param folder where the model begins
     * @param clips to learn from
     * @param losses what is learned by; closed with this
     * @param seed of what begins at random
     * @param device where all compute
     * @param dtype what networks compute in; what is learned is in single precision
     */
    UltraVsrTask(UltraVsrFolder folder, ClipSource clips, UltraVsrLosses losses, long seed, Device device, DType dtype)
            throws IOException {
        this.clips = clips;
        this.losses = losses;
        manager = TorchEngine.newManager(device);
        try (Autograd off = Autograd.off()) {
            text = Torch.to(folder.prompt(manager, Optional.empty()), dtype);
            Base base = Base.read(folder, manager);
            student = new Student(folder, base, manager, dtype);
            teachers = losses.weights().sjd() > 0 ? Teachers.fresh(folder, base, manager, dtype, seed) : null;
            degradation = folder.degradation(device);
        }
        manager.cap();
    }

    @Override
    public List<ParameterGroup> groups() {
        List<ParameterGroup> groups = new ArrayList<>();
        groups.add(new ParameterGroup(GeneratorPhase.GROUP, student.learned()));
        if (losses.critic() != null) {
            groups.add(new ParameterGroup(CriticPhase.GROUP, losses.critic().learned()));
        }
        if (teachers != null) {
            groups.add(new ParameterGroup("real", teachers.real().learned()));
            groups.add(new ParameterGroup("fake", teachers.fake().learned()));
        }
        return groups;
    }

    @Override
    public List<Phase<UltraVsrSample>> phases() {
        List<Phase<UltraVsrSample>> phases = new ArrayList<>();
        phases.add(new GeneratorPhase(student, teachers, text, losses));
        if (losses.critic() != null) {
            phases.add(new CriticPhase(losses.critic()));
        }
        if (teachers != null) {
            phases.add(new DenoisingPhase("real", teachers.real(), text, this::goodLatents));
            phases.add(new DenoisingPhase("fake", teachers.fake(), text, UltraVsrSample::latents));
        }
        return phases;
    }

    private NDArray goodLatents(UltraVsrSample sample) {
        try (Autograd off = Autograd.off()) {
            return teachers.latents(sample.clip().high());
        }
    }

    @Override
    public UltraVsrSample sample(long index, NDManager owner) throws IOException {
        Clip clip = clips.clip(index, owner);
        return new UltraVsrSample(clip, degradation.of(clip.low()).get(0));
    }

    @Override
    public List<Shown> show(UltraVsrSample sample, NDManager scope) {
        NDArray low = Scopes.borrow(scope, sample.clip().low());
        NDArray high = Scopes.borrow(scope, sample.clip().high());
        NDArray restored = student.forward(low, text, sample.drs());
        return List.of(
                new Shown("input", low.get(0)),
                new Shown("restored", restored.get(0)),
                new Shown("wanted", high.get(0)));
    }

    @Override
    public void save(Path target) throws IOException {
        student.save(target);
    }

    @Override
    public void close() {
        clips.close();
        losses.close();
        degradation.close();
        manager.close();
    }
}
