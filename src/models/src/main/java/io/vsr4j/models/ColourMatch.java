package io.vsr4j.models;

/** How a result's colours are brought back to the source's. */
public enum ColourMatch {
    /** Left as they are. */
    NONE,
    /** Mean and standard deviation of each channel, over the window. */
    MEAN_STD,
    /** The low frequencies of the source, the high ones of the result. */
    WAVELET
}
