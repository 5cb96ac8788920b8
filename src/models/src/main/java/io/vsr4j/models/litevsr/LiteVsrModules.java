package io.vsr4j.models.litevsr;

import io.vsr4j.models.network.Network;
import io.vsr4j.models.network.Parameters;
import io.vsr4j.models.wan.WanTransformerConfig;
import java.util.ArrayList;
import java.util.List;

/** All that LiteVSR learns: the adapter, and one injection for each block of the transformer. */
public final class LiteVsrModules extends Network {
    private final LiteVsrConfig config;
    private final StateAwareAdapter adapter;
    private final List<Injection> injections = new ArrayList<>();

    /**
     * Declares them.
     *
     * @param config their sizes
     * @param base the transformer that they guide
     */
    public LiteVsrModules(LiteVsrConfig config, WanTransformerConfig base) {
        this.config = config;
        adapter = new StateAwareAdapter(parameters().child("adapter"), config, base);
        for (int i = 0; i < base.layers(); i++) {
            injections.add(new Injection(parameters().child("inject." + i), base.width(), config.rank()));
        }
    }

    /** {@return their sizes} */
    public LiteVsrConfig config() {
        return config;
    }

    /** {@return the adapter} */
    public StateAwareAdapter adapter() {
        return adapter;
    }

    @Override
    protected List<Parameters> blocks() {
        return injections.stream().map(Injection::parameters).toList();
    }

    /**
     * An injection, ready to run until another one is asked for.
     *
     * @param block of the transformer, after which it runs
     * @return the injection
     */
    public Injection injection(int block) {
        enter(block);
        return injections.get(block);
    }
}
