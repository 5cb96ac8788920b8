package io.vsr4j.notebook;

/**
 * Something under a name, as {@link Show#label} gives it.
 *
 * @param label what is written beside it; anything, since it is escaped
 * @param value what is shown
 * @param <T> what that is
 */
public record Labelled<T>(String label, T value) {}
