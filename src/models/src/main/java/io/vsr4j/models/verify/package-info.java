/** Recomputes numbers that reference implementations gave, to prove that this one gives the same. */
package io.vsr4j.models.verify;
