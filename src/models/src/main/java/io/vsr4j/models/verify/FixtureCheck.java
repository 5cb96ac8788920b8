package io.vsr4j.models.verify;

/**
 * Recomputes the numbers of one kind of fixture file. Found by {@link java.util.ServiceLoader}, so that every room checks
 * what it implements.
 */
public interface FixtureCheck {
    /**
     * Tells whether this is the check for a file, by what made it and its configuration; never by its name.
     *
     * @param file any file of a set
     * @return whether {@link #run} may be called with it
     */
    boolean accepts(FixtureFile file);

    /**
     * Recomputes the file's cases and reports each.
     *
     * @param file accepted
     * @param run where to compute and report
     * @throws Exception whatever goes wrong; reported as the file's failure
     */
    void run(FixtureFile file, FixtureRun run) throws Exception;
}
