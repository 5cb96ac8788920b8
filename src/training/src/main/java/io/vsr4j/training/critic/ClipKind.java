package io.vsr4j.training.critic;

/**
 * What AdcVSR's critics learn from, and what each of their heads should say of it: 1 for real, -1 for fake, 0 if nothing is
 * asked (section 3.3). Detail and consistency vary by themselves, so that neither head can answer with the other's reasons.
 */
public enum ClipKind {
    /** What the network that is trained makes. */
    STUDENT(-1, -1),
    /** A video. Its details go unjudged: many videos have less of them than photos. */
    VIDEO(0, 1),
    /** A video with its frames in disorder. */
    SHUFFLED(0, -1),
    /** A photo, again and again. */
    STILL(1, 1),
    /** Parts of photos that have nothing to do with each other. */
    UNRELATED(1, -1);

    private final int detail;
    private final int consistency;

    ClipKind(int detail, int consistency) {
        this.detail = detail;
        this.consistency = consistency;
    }

    /** {@return the label of its details} */
    public int detail() {
        return detail;
    }

    /** {@return the label of its consistency} */
    public int consistency() {
        return consistency;
    }
}
