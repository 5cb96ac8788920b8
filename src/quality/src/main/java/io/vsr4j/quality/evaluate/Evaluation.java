package io.vsr4j.quality.evaluate;

import io.vsr4j.models.ModelOptions;
import io.vsr4j.models.ModelRegistry;
import io.vsr4j.quality.Metric;
import io.vsr4j.quality.MetricCard;
import io.vsr4j.quality.MissingWeightsException;
import io.vsr4j.tensor.TorchEngine;
import io.vsr4j.upscale.FrameRestorer;
import io.vsr4j.upscale.InvalidRequestException;
import io.vsr4j.upscale.UpscaleSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;

/**
 * Runs every model over every clip and writes the tables. Each result is kept as soon as it is there: an evaluation that was
 * stopped in whatever way does what is missing when it is run again. What fails does not stop the rest.
 */
public final class Evaluation {
    private static final String RESULTS = "results";

    private final EvaluationSettings settings;
    private final EvaluationListener listener;
    private final RunKeys keys;
    private final List<String> notes = new ArrayList<>();
    private final List<RunFailure> failures = new ArrayList<>();
    private final Map<Place, ClipResult> results = new LinkedHashMap<>();
    private int computed;
    private int done;
    private volatile boolean cancelled;

    private record Place(String model, String set, String clip) {}

    /** A clip, and how it is used. */
    private record Task(DataSet set, Protocol protocol, DataClip clip) {}

    /**
     * Describes an evaluation; nothing is written yet.
     *
     * @param settings what is wanted
     * @param listener follows it
     */
    public Evaluation(EvaluationSettings settings, EvaluationListener listener) {
        this.settings = settings;
        this.listener = listener;
        this.keys = new RunKeys(settings.weights(), settings.seed());
    }

    /** Asks the evaluation to stop soon; {@link #run} then throws. Finished results are kept. */
    public void cancel() {
        cancelled = true;
    }

    /**
     * Does it.
     *
     * @return what came of it; its tables are in their places
     * @throws InvalidRequestException if nothing can be measured
     * @throws CancellationException after {@link #cancel}
     * @throws IOException if the folder of results cannot be written
     */
    public EvaluationReport run() throws IOException {
        Files.createDirectories(settings.out());
        Map<Metric, String> metrics = available();
        try (ResultStore store = new ResultStore(settings.out().resolve(RESULTS))) {
            if (settings.fresh()) {
                store.clear();
            }
            List<Task> tasks = tasks();
            List<Task> usable =
                    tasks.stream().filter(t -> t.clip().problem().isEmpty()).toList();
            listener.planned(usable.size() * settings.models().size());
            tasks.stream().filter(t -> !usable.contains(t)).forEach(this::refuse);
            for (UpscaleSettings model : settings.models()) {
                run(model, usable, metrics, store);
            }
            EvaluationReport report = report(metrics);
            TableFiles.write(report, settings.out());
            return report;
        }
    }

    /** Leaves out metrics whose weights are not there; the others run. */
    private Map<Metric, String> available() throws IOException {
        Map<Metric, String> available = new LinkedHashMap<>();
        for (Metric metric : settings.metrics()) {
            try {
                available.put(metric, keys.of(metric));
            } catch (MissingWeightsException e) {
                note("Left out: " + e.getMessage());
            }
        }
        if (available.isEmpty()) {
            throw new InvalidRequestException("no metric is left that can be computed; " + String.join(" ", notes));
        }
        return available;
    }

    private List<Task> tasks() {
        List<Task> tasks = new ArrayList<>();
        for (DataSet set : settings.sets()) {
            Protocol protocol = Protocol.of(set, settings.wishes());
            set.clips().forEach(clip -> tasks.add(new Task(set, protocol, clip)));
        }
        return tasks;
    }

    private void refuse(Task task) {
        InvalidRequestException why = new InvalidRequestException(task.clip().problem());
        failed(new RunFailure("", task.set().name(), task.clip().name(), why));
    }

    private void run(UpscaleSettings model, List<Task> tasks, Map<Metric, String> metrics, ResultStore store)
            throws IOException {
        String id = model.network().model();
        String weights;
        try {
            weights = fingerprint(model.network());
        } catch (IOException | RuntimeException e) {
            failed(new RunFailure(id, "", "", e));
            count(tasks.size());
            return;
        }
        try (FrameRestorer restorer = new FrameRestorer(model)) {
            for (Task task : tasks) {
                run(model, weights, restorer, task, metrics, store);
                count(1);
            }
        }
    }

    private void run(
            UpscaleSettings model,
            String weights,
            FrameRestorer restorer,
            Task task,
            Map<Metric, String> all,
            ResultStore store)
            throws IOException {
        if (cancelled) {
            throw new CancellationException("stopped");
        }
        String id = model.network().model();
        Place place = new Place(id, task.set().name(), task.clip().name());
        try {
            String key = keys.of(model, weights, task.set(), task.clip(), task.protocol());
            Map<Metric, String> wanted = applicable(all, task.clip());
            Optional<ClipResult> found = store.find(key);
            Map<Metric, String> missing = missing(wanted, found);
            if (found.isEmpty() || !missing.isEmpty()) {
                listener.began(place.model(), place.set(), place.clip());
                ClipResult result = new ClipRun(settings, restorer, listener::advanced, () -> cancelled)
                        .run(key, task.set(), task.clip(), task.protocol(), missing);
                found = Optional.of(found.map(earlier -> earlier.with(result)).orElse(result));
                store.put(found.get());
                computed++;
                listener.finished(found.get());
            }
            results.put(place, found.get());
        } catch (CancellationException e) {
            throw e;
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
            failed(new RunFailure(place.model(), place.set(), place.clip(), e));
        }
    }

    private static Map<Metric, String> applicable(Map<Metric, String> metrics, DataClip clip) {
        Map<Metric, String> applicable = new LinkedHashMap<>(metrics);
        applicable
                .keySet()
                .removeIf(
                        metric -> metric.card().reference() && clip.reference().isEmpty());
        return applicable;
    }

    private static Map<Metric, String> missing(Map<Metric, String> wanted, Optional<ClipResult> found) {
        Map<Metric, String> missing = new LinkedHashMap<>(wanted);
        missing.entrySet().removeIf(entry -> found.map(
                        result -> result.metrics().get(entry.getKey().card().id()))
                .filter(measured -> measured.key().equals(entry.getValue()))
                .isPresent());
        return missing;
    }

    private static String fingerprint(UpscaleSettings.Network network) throws IOException {
        return ModelRegistry.fingerprint(
                network.model(),
                new ModelOptions(
                        network.weights(),
                        TorchEngine.device(network.device()),
                        network.dtype(ModelRegistry.card(network.model())),
                        network.offload(),
                        network.prompt()));
    }

    private EvaluationReport report(Map<Metric, String> metrics) throws IOException {
        List<MetricCard> cards = metrics.keySet().stream().map(Metric::card).toList();
        List<SetTable> tables = new ArrayList<>();
        for (DataSet set : settings.sets()) {
            List<SetTable.Row> rows = new ArrayList<>();
            for (UpscaleSettings model : settings.models()) {
                rows.add(row(set, model.network()));
            }
            List<MetricCard> columns = cards.stream()
                    .filter(card -> !card.reference() || set.hasReferences())
                    .toList();
            List<RunFailure> mine = failures.stream()
                    .filter(f -> f.set().equals(set.name()) || f.set().isEmpty())
                    .toList();
            tables.add(new SetTable(set, Protocol.of(set, settings.wishes()), columns, rows, mine));
        }
        return new EvaluationReport(
                tables,
                cards,
                Conditions.of(settings.models()),
                remarks(),
                List.copyOf(failures),
                computed,
                results.size() - computed);
    }

    /** {@return what is to be known of all, and of single clips, each sentence once} */
    private List<String> remarks() {
        Set<String> remarks = new LinkedHashSet<>(notes);
        results.values().forEach(result -> remarks.addAll(result.remarks()));
        return List.copyOf(remarks);
    }

    private SetTable.Row row(DataSet set, UpscaleSettings.Network network) throws IOException {
        List<ClipResult> mine = set.clips().stream()
                .map(clip -> results.get(new Place(network.model(), set.name(), clip.name())))
                .filter(result -> result != null)
                .toList();
        ModelFigures figures = mine.isEmpty() ? ModelFigures.UNKNOWN : ModelFigures.of(network);
        return new SetTable.Row(network.model(), figures, mine);
    }

    private void count(int runs) {
        done += runs;
        listener.done(done);
    }

    private void failed(RunFailure failure) {
        failures.add(failure);
        listener.failed(failure);
    }

    private void note(String note) {
        notes.add(note);
        listener.note(note);
    }
}
