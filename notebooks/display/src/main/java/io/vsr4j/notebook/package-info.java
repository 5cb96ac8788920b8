/**
 * What notebooks show with: {@link io.vsr4j.notebook.Show} puts frames, crops, videos, tables, plots and progress below a cell,
 * {@link io.vsr4j.notebook.Frames} brings frames from videos and tensors, {@link io.vsr4j.notebook.Samples} says where things
 * lie. {@link io.vsr4j.notebook.Screen} is the border to the kernel, and without one keeps what was shown.
 */
package io.vsr4j.notebook;
