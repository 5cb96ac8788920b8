package io.vsr4j.tensor;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Turns the names of one checkpoint layout into those of another: steps that apply to every name, in order. Tables do
 * not change; each method gives a longer one.
 *
 * <pre>{@code
 * RenameTable table = RenameTable.EMPTY.replace("self_attn.", "attn1.").drop("^optimizer\\.");
 * }</pre>
 */
public final class RenameTable {
    /** Leaves every name as it is. */
    public static final RenameTable EMPTY = new RenameTable(List.of(), List.of());

    /** A name for a name, or nothing for a tensor that is not needed. */
    private interface Step {
        Optional<String> apply(String name);
    }

    private final List<Step> steps;
    private final List<Pattern> matrices;

    private RenameTable(List<Step> steps, List<Pattern> matrices) {
        this.steps = steps;
        this.matrices = matrices;
    }

    /**
     * Replaces a part wherever it stands in a name.
     *
     * @param part plain text
     * @param with plain text
     * @return this table and then that
     */
    public RenameTable replace(String part, String with) {
        return then(name -> Optional.of(name.replace(part, with)));
    }

    /**
     * Replaces what a regular expression finds.
     *
     * @param pattern of {@link Pattern}
     * @param with may refer to groups as {@code $1}
     * @return this table and then that
     */
    public RenameTable replaceMatches(String pattern, String with) {
        Pattern compiled = Pattern.compile(pattern);
        return then(name -> Optional.of(compiled.matcher(name).replaceAll(with)));
    }

    /**
     * Passes over tensors.
     *
     * @param pattern a regular expression that is found in their names
     * @return this table and then that
     */
    public RenameTable drop(String pattern) {
        Pattern compiled = Pattern.compile(pattern);
        return then(name -> compiled.matcher(name).find() ? Optional.empty() : Optional.of(name));
    }

    /**
     * Passes over all other tensors.
     *
     * @param pattern a regular expression that is found in the names to keep
     * @return this table and then that
     */
    public RenameTable keep(String pattern) {
        Pattern compiled = Pattern.compile(pattern);
        return then(name -> compiled.matcher(name).find() ? Optional.of(name) : Optional.empty());
    }

    /**
     * Takes convolutions of one pixel, {@code [O, I, 1, 1]}, for the matrices {@code [O, I]} that they are.
     *
     * @param pattern a regular expression that is found in the new name
     * @return this table and then that
     */
    public RenameTable asMatrix(String pattern) {
        List<Pattern> more = new ArrayList<>(matrices);
        more.add(Pattern.compile(pattern));
        return new RenameTable(steps, List.copyOf(more));
    }

    /**
     * Renames one tensor.
     *
     * @param name in the file
     * @return the new name; empty if it is passed over
     */
    public Optional<String> rename(String name) {
        Optional<String> renamed = Optional.of(name);
        for (Step step : steps) {
            renamed = renamed.flatMap(step::apply);
        }
        return renamed;
    }

    boolean isMatrix(String renamed) {
        return matrices.stream().anyMatch(pattern -> pattern.matcher(renamed).find());
    }

    private RenameTable then(Step step) {
        List<Step> more = new ArrayList<>(steps);
        more.add(step);
        return new RenameTable(List.copyOf(more), matrices);
    }
}
