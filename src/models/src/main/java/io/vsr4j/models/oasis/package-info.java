/** OASIS: one-step video super-resolution with Wan 2.1, each head of which attends globally or locally. */
package io.vsr4j.models.oasis;
