/** Classifiers that know what pictures show, without their last layers: what perceptual metrics compare pictures by. */
package io.vsr4j.quality.trunk;
