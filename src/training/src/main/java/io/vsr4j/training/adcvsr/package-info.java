/** AdcVSR's training: a large model's results, what a decoder makes of them, and two critics with two heads each. */
package io.vsr4j.training.adcvsr;
