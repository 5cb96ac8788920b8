package io.vsr4j.models.stablediffusion;

/** How many groups a group norm has. */
@FunctionalInterface
public interface NormGroups {
    /**
     * The groups of one norm.
     *
     * @param channels of the norm
     * @return a divisor of them
     */
    int of(int channels);

    /**
     * The same for every norm.
     *
     * @param groups must divide the width of every norm
     * @return the rule
     */
    static NormGroups fixed(int groups) {
        return channels -> {
            if (groups < 1 || channels % groups != 0) {
                throw new IllegalArgumentException(
                        "a norm of " + channels + " channels cannot have " + groups + " groups of equal size");
            }
            return groups;
        };
    }
}
