package io.vsr4j.training.critic;

/**
 * The sizes of what a critic has behind its backbone.
 *
 * @param width channels of the three last convolutions
 * @param detail answers of the head of details at each place; 0 for a critic without that head
 * @param consistency answers of the head of consistency at each place; 0 for a critic without that head
 */
public record DualHeadConfig(int width, int detail, int consistency) {
    /** Refuses a critic that says nothing. */
    public DualHeadConfig {
        if (width < 1 || detail < 0 || consistency < 0 || detail + consistency < 1) {
            throw new IllegalArgumentException("a critic has a width and at least one head, got width " + width
                    + ", detail " + detail + ", consistency " + consistency);
        }
    }

    /** {@return the paper's: 256 channels, 192 answers on details and 64 on consistency} */
    public static DualHeadConfig published() {
        return new DualHeadConfig(256, 192, 64);
    }
}
