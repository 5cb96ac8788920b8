package io.vsr4j.training.litevsr;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import io.vsr4j.models.WeightsFolder;
import io.vsr4j.models.litevsr.LatentVideo;
import io.vsr4j.models.litevsr.LiteVsrNetworks;
import io.vsr4j.tensor.Autograd;
import io.vsr4j.tensor.DType;
import io.vsr4j.tensor.Torch;
import io.vsr4j.tensor.TorchEngine;
import io.vsr4j.training.Learned;
import io.vsr4j.training.ParameterGroup;
import io.vsr4j.training.Phase;
import io.vsr4j.training.Task;
import io.vsr4j.training.TrainedFolder;
import io.vsr4j.training.data.Clip;
import io.vsr4j.training.data.ClipSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Trains LiteVSR: adapter and injections learn to guide a transformer that stays as it is, and everything happens among
 * latents, which are computed once.
 */
public final class LiteVsrTask implements Task<LatentPair> {
    private final LiteVsrNetworks networks;
    private final Learned learned;
    private final Device device;
    private final ClipSource clips;
    private final LatentCache cache;
    private final Deck deck;
    private final FlowMatching phase;

    private LiteVsrTask(
            LiteVsrNetworks networks,
            Learned learned,
            Device device,
            Options options,
            ClipSource clips,
            LatentCache cache) {
        this.networks = networks;
        this.learned = learned;
        this.device = device;
        this.clips = clips;
        this.cache = cache;
        deck = new Deck(options.seed(), options.clips());
        phase = new FlowMatching(
                networks.guided(), networks.text(), options.unrolling(), options.estimate(), options.weight());
    }

    /**
     * What a user chooses.
     *
     * @param dtype what the networks compute in
     * @param unrolling how the adapter's own estimates are made
     * @param estimate which one it learns from
     * @param weight of the loss by time
     * @param clips how many clips there are, which come again and again
     * @param seed of their order
     */
    public record Options(
            DType dtype, Unrolling unrolling, Estimate estimate, TimeWeight weight, int clips, long seed) {}

    /**
     * Opens it.
     *
     * @param folder of weights to begin with
     * @param device where the networks compute
     * @param options what to do
     * @param clips of 1 + 4 k frames, whose sides are multiples of 32; closed with the task
     * @param cache of their latents
     * @return the task
     * @throws io.vsr4j.tensor.CheckpointException if the folder's networks do not fit together
     * @throws IOException if it cannot be read
     */
    public static LiteVsrTask open(
            WeightsFolder folder, Device device, Options options, ClipSource clips, LatentCache cache)
            throws IOException {
        Learned[] learned = new Learned[1];
        LiteVsrNetworks networks = LiteVsrNetworks.load(folder, device, options.dtype(), (component, stored) -> {
            if (!component.equals(LiteVsrNetworks.ADAPTER)) {
                return stored;
            }
            learned[0] = new Learned(stored, name -> true);
            return learned[0];
        });
        return new LiteVsrTask(networks, learned[0], device, options, clips, cache);
    }

    @Override
    public List<ParameterGroup> groups() {
        return List.of(new ParameterGroup(FlowMatching.GROUP, learned.parameters()));
    }

    @Override
    public List<Phase<LatentPair>> phases() {
        return List.of(phase);
    }

    @Override
    public LatentPair sample(long index, NDManager owner) throws IOException {
        int clip = deck.at(index);
        try (Autograd off = Autograd.off()) {
            return cache.get(clip, owner, scope -> encode(clip, scope));
        }
    }

    LatentPair encode(int index, NDManager owner) throws IOException {
        LatentVideo video = networks.video();
        try (NDManager scope = TorchEngine.newManager(device)) {
            Clip clip = clips.clip(index, scope);
            return new LatentPair(
                    Torch.copyIn(owner, video.encode(Torch.copyIn(scope, clip.high()), 1)),
                    Torch.copyIn(owner, video.encode(Torch.copyIn(scope, clip.low()), LatentVideo.SCALE)));
        }
    }

    @Override
    public void save(Path target) throws IOException {
        TrainedFolder.write(networks.folder(), Map.of(LiteVsrNetworks.ADAPTER, learned.parameters()), target);
    }

    @Override
    public void close() {
        clips.close();
        networks.close();
    }
}
