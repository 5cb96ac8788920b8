package io.vsr4j.sizing;

/**
 * What an instance costs.
 *
 * @param instance its type
 * @param onDemand for an hour, on demand
 * @param spot for an hour, spot
 * @param currency of both
 */
public record Price(String instance, double onDemand, double spot, String currency) {
    /** @throws IllegalArgumentException if a price is negative or none */
    public Price {
        Named.require("on_demand of " + instance, onDemand, 0, 1e6);
        Named.require("spot of " + instance, spot, 0, 1e6);
    }

    /** {@return what some seconds cost} */
    public double of(double onDemandSeconds, double spotSeconds) {
        return (onDemandSeconds * onDemand + spotSeconds * spot) / 3600;
    }
}
