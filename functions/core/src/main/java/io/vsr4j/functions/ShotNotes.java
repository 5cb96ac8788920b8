package io.vsr4j.functions;

import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import io.vsr4j.functions.store.ObjectStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.AbstractMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a model has measured of a job's shots, by first frame. Who measures a shot first puts it down for all; what is there
 * is what everybody uses.
 */
final class ShotNotes extends AbstractMap<Integer, List<Float>> {
    private static final Gson JSON = new Gson();
    private static final int MOST_BYTES = 1 << 20;

    private final ObjectStore store;
    private final String job;
    private final Map<Integer, List<Float>> known = new HashMap<>();

    ShotNotes(ObjectStore store, String job) {
        this.store = store;
        this.job = job;
    }

    @Override
    public List<Float> get(Object shot) {
        return known.computeIfAbsent((Integer) shot, first -> read(first).orElse(null));
    }

    @Override
    public List<Float> put(Integer shot, List<Float> measured) {
        try {
            store.putIfAbsent(Service.keys(job).shot(shot), JSON.toJson(measured));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        known.remove(shot);
        return null;
    }

    private Optional<List<Float>> read(int first) {
        try {
            return store.text(Service.keys(job).shot(first), MOST_BYTES)
                    .map(json -> List.of(JSON.fromJson(json, Float[].class)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (JsonParseException | NullPointerException e) {
            throw new UncheckedIOException(new IOException("what is kept of shot " + first + " is no list", e));
        }
    }

    @Override
    public Set<Entry<Integer, List<Float>>> entrySet() {
        return Set.copyOf(known.entrySet());
    }
}
