package io.vsr4j.notebook;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where outputs go: to the kernel that runs, and without one, as in a test or in JShell, into a list. Safe for any thread.
 */
public final class Screen {
    private static final int MOST_KEPT = 1000;
    private static final List<Output> KEPT = new ArrayList<>();

    private Screen() {}

    /** {@return what was shown without a kernel, oldest first, each as it was updated last; the last 1000} */
    public static synchronized List<Output> shown() {
        return List.copyOf(KEPT);
    }

    /** Forgets what was shown without a kernel. */
    public static synchronized void clear() {
        KEPT.clear();
    }

    /**
     * Shows something new.
     *
     * @param output what
     */
    public static synchronized void show(Output output) {
        Optional<Kernel> kernel = Kernel.running();
        if (kernel.isPresent()) {
            kernel.get().display(output);
            return;
        }
        if (KEPT.size() == MOST_KEPT) {
            KEPT.remove(0);
        }
        KEPT.add(output);
    }

    /**
     * Shows something in the place of what has the same id; without that, nothing happens.
     *
     * @param output what
     */
    public static synchronized void update(Output output) {
        Optional<Kernel> kernel = Kernel.running();
        if (kernel.isPresent()) {
            kernel.get().update(output);
        } else {
            KEPT.replaceAll(old -> old.id().equals(output.id()) ? output : old);
        }
    }
}
