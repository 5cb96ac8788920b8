/** Critics: networks that learn to tell what is real, for the networks that learn to please them. */
package io.vsr4j.training.critic;
