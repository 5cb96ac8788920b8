/** RAFT: optical flow by a network that compares all places of two pictures, and refines its guess. */
package io.vsr4j.quality.raft;
