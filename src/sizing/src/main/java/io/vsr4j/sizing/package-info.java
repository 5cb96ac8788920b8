/**
 * How many workers a deadline takes, how long they need, and at what cost: {@link io.vsr4j.sizing.Plan} by arithmetic, {@link
 * io.vsr4j.sizing.Simulation} by playing the service through, event by event. It knows neither networks nor video files nor
 * AWS; what it is told of them are numbers.
 */
package io.vsr4j.sizing;
