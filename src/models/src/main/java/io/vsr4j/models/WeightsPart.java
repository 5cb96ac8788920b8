package io.vsr4j.models;

/**
 * A part of a model's weights folder.
 *
 * @param name of the component's folder, or of the file
 * @param role what it is for
 * @param origin where it comes from, or that nobody has published it
 * @param required whether the model needs it; without the others it works otherwise
 */
public record WeightsPart(String name, String role, String origin, boolean required) {}
