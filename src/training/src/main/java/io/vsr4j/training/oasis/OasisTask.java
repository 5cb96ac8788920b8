package io.vsr4j.training.oasis;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import io.vsr4j.models.WeightsFolder;
import io.vsr4j.models.oasis.OasisNetworks;
import io.vsr4j.models.oasis.OasisTransformer;
import io.vsr4j.models.oasis.Routing;
import io.vsr4j.quality.flow.OpticalFlow;
import io.vsr4j.tensor.Autograd;
import io.vsr4j.tensor.DType;
import io.vsr4j.tensor.Torch;
import io.vsr4j.tensor.TorchEngine;
import io.vsr4j.training.Draw;
import io.vsr4j.training.Learned;
import io.vsr4j.training.ParameterGroup;
import io.vsr4j.training.Phase;
import io.vsr4j.training.Shown;
import io.vsr4j.training.Task;
import io.vsr4j.training.TrainedFolder;
import io.vsr4j.training.data.Clip;
import io.vsr4j.training.data.ClipSource;
import io.vsr4j.training.loss.ClipFlow;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Trains OASIS: projector and transformer learn, with the heads routed as they are in the folder; the autoencoder stays as it
 * is. Both stages are this task, on other clips.
 */
public final class OasisTask implements Task<OasisSample> {
    private final WeightsFolder folder;
    private final OasisNetworks networks;
    private final Map<String, Learned> learned;
    private final Device device;
    private final Options options;
    private final ClipSource clips;
    private final OasisPhase phase;

    private OasisTask(
            WeightsFolder folder,
            OasisNetworks networks,
            Map<String, Learned> learned,
            Device device,
            Options options,
            ClipSource clips,
            Routing routing) {
        this.folder = folder;
        this.networks = networks;
        this.learned = learned;
        this.device = device;
        this.options = options;
        this.clips = clips;
        OasisTransformer routed = new OasisTransformer(networks.transformer(), routing);
        phase = new OasisPhase(networks, routed, options.losses());
    }

    /**
     * What a user chooses.
     *
     * @param dtype what the transformer computes in
     * @param losses what counts
     * @param span latent frames that are decoded for losses of pixels, at least 2
     * @param motion finds the motion of clips whose own is not known; null where the warp loss has the weight 0
     * @param seed of the spans
     */
    record Options(DType dtype, OasisLosses losses, int span, OpticalFlow motion, long seed) implements AutoCloseable {
        @Override
        public void close() {
            if (motion != null) {
                motion.close();
            }
            if (losses.lpips() != null) {
                losses.lpips().close();
            }
        }
    }

    /**
     * Opens it.
     *
     * @param folder of weights to begin with
     * @param device where the networks compute
     * @param options what to do; what it holds is closed with the task
     * @param clips of 1 + 4 k frames, whose sides are multiples of 16; closed with the task
     * @return the task
     * @throws io.vsr4j.tensor.CheckpointException if the folder's networks do not fit together
     * @throws IOException if it cannot be read
     */
    static OasisTask open(WeightsFolder folder, Device device, Options options, ClipSource clips) throws IOException {
        Routing routing = Routing.read(folder);
        Map<String, Learned> learned = new LinkedHashMap<>();
        OasisNetworks networks = OasisNetworks.load(
                folder,
                device,
                options.dtype(),
                (component, stored) -> component.equals(OasisNetworks.VAE)
                        ? stored
                        : learned.computeIfAbsent(component, name -> new Learned(stored, tensor -> true)));
        return new OasisTask(folder, networks, learned, device, options, clips, routing);
    }

    @Override
    public List<ParameterGroup> groups() {
        Map<String, NDArray> all = new LinkedHashMap<>();
        learned.forEach((component, tensors) ->
                tensors.parameters().forEach((name, tensor) -> all.put(component + "." + name, tensor)));
        return List.of(new ParameterGroup(OasisPhase.GROUP, all));
    }

    @Override
    public List<Phase<OasisSample>> phases() {
        return List.of(phase);
    }

    @Override
    public OasisSample sample(long index, NDManager owner) throws IOException {
        try (NDManager scope = TorchEngine.newManager(device);
                Autograd off = Autograd.off()) {
            Clip clip = clips.clip(index, scope);
            NDArray low = Torch.copyIn(owner, clip.low());
            NDArray target = Torch.copyIn(owner, target(Torch.copyIn(scope, clip.high())));
            if (!options.losses().seePixels()) {
                return new OasisSample(low, target, null, null, null);
            }
            int frames = Math.toIntExact(target.getShape().get(2));
            LatentSpan span = LatentSpan.draw(new Draw(options.seed(), index), frames, options.span());
            int factor = networks.vae().config().temporalFactor();
            NDArray high = clip.high().get(new NDIndex("{}:{}", span.start(factor), span.end(factor)));
            NDArray flow = options.losses().warp() > 0 ? flow(clip, high, span.start(factor)) : null;
            return new OasisSample(
                    low, target, span, Torch.copyIn(owner, high), flow == null ? null : Torch.copyIn(owner, flow));
        }
    }

    /** One at a time: encoding takes the memory of a whole clip in pixels. */
    private synchronized NDArray target(NDArray frames) {
        return networks.target(frames);
    }

    private NDArray flow(Clip clip, NDArray high, long start) {
        if (clip.flow() != null) {
            long steps = high.getShape().get(0) - 1;
            return clip.flow().get(new NDIndex(":, {}:{}", start, start + steps));
        }
        synchronized (options.motion()) {
            return ClipFlow.estimate(high, options.motion());
        }
    }

    @Override
    public List<Shown> show(OasisSample sample, NDManager scope) {
        LatentSpan span = sample.span() == null ? new LatentSpan(0, 1) : sample.span();
        NDArray low = Torch.copyIn(scope, sample.low());
        NDArray frames = span.decode(networks.vae(), phase.clean(low, scope));
        long last = span.end(networks.vae().config().temporalFactor()) - 1;
        List<Shown> shown = new ArrayList<>();
        shown.add(new Shown("low quality", low.get(last)));
        shown.add(new Shown("result", frames.get(-1)));
        if (sample.high() != null) {
            shown.add(new Shown("wanted", Torch.copyIn(scope, sample.high()).get(-1)));
        }
        return shown;
    }

    @Override
    public void save(Path target) throws IOException {
        Map<String, Map<String, NDArray>> components = new LinkedHashMap<>();
        learned.forEach((component, tensors) -> components.put(component, tensors.parameters()));
        TrainedFolder.write(folder, components, target);
    }

    @Override
    public void close() {
        clips.close();
        networks.close();
        options.close();
    }
}
