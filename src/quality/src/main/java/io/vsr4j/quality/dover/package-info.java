/**
 * DOVER, quality of a video without a reference, as a technical and an aesthetic judgement. Source: Wu et al., "Exploring
 * Video Quality Assessment on User Generated Contents from Aesthetic and Technical Perspectives", 2023; numbers agree with
 * the authors' program.
 */
package io.vsr4j.quality.dover;
