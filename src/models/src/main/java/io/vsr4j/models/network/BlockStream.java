package io.vsr4j.models.network;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import io.vsr4j.tensor.Autograd;
import io.vsr4j.tensor.DType;
import io.vsr4j.tensor.TorchEngine;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Gives the blocks of a network their weights in turn, for a network that is larger than its device. While a block runs, a
 * helper thread reads the next one's weights, casts them and copies them to the device; the ones of the block before are
 * freed first, so that two blocks at most are there. After the last block the first one is read again, for the next call.
 *
 * <p>Blocks are entered by one thread at a time. What goes wrong in the helper thread is thrown when the block that it
 * was reading is entered. While gradients are recorded, the graph keeps the weights that it needs, and nothing is saved.
 */
public final class BlockStream implements AutoCloseable {
    private record Turn(int block, CompletableFuture<NDManager> weights) {}

    private final List<Parameters> blocks;
    private final Device device;
    private final DType dtype;
    private final Parameters.Source source;
    private final ExecutorService helper = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "weights of the next block");
        thread.setDaemon(true);
        return thread;
    });
    private Turn current;
    private Turn next;

    /**
     * Begins with the first block.
     *
     * @param blocks in the order in which they run
     * @param device where they compute
     * @param dtype what they compute in
     * @param source of the values; called by the helper thread
     */
    public BlockStream(List<Parameters> blocks, Device device, DType dtype, Parameters.Source source) {
        this.blocks = List.copyOf(blocks);
        this.device = device;
        this.dtype = dtype;
        this.source = source;
        next = begin(0);
    }

    /**
     * Frees the weights of the block before, waits until this block has its own, and begins to read those of the block
     * after.
     *
     * @param block its index
     */
    public void enter(int block) {
        if (current != null && current.block() == block) {
            return;
        }
        leave(current);
        current = null;
        if (next != null && next.block() != block) {
            leave(next);
            next = null;
        }
        Turn turn = next == null ? begin(block) : next;
        next = null;
        await(turn);
        current = turn;
        if (blocks.size() > 1) {
            next = begin((block + 1) % blocks.size());
        }
    }

    private Turn begin(int block) {
        return new Turn(block, CompletableFuture.supplyAsync(() -> load(blocks.get(block)), helper));
    }

    private NDManager load(Parameters block) {
        NDManager owner = TorchEngine.newManager(device);
        try (Autograd off = Autograd.off()) {
            block.bind(owner, dtype, source);
            owner.cap();
            return owner;
        } catch (RuntimeException | Error e) {
            block.release();
            owner.close();
            throw e;
        }
    }

    private static NDManager await(Turn turn) {
        try {
            return turn.weights().join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    private void leave(Turn turn) {
        if (turn != null) {
            // What could not be read has freed itself.
            NDManager owner = turn.weights().exceptionally(failure -> null).join();
            if (owner != null) {
                blocks.get(turn.block()).release();
                owner.close();
            }
        }
    }

    /** Frees all weights. */
    @Override
    public void close() {
        leave(current);
        leave(next);
        current = null;
        next = null;
        helper.shutdown();
    }
}
