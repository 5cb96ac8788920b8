/** Metrics that need no network: formulas over pixels. */
package io.vsr4j.quality.classic;
