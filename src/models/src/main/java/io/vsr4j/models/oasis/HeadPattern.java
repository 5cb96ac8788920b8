package io.vsr4j.models.oasis;

import java.util.Arrays;

/** What the tokens of a head attend to ("Attention Specialization Routing"). The head's scale and positions stay. */
public enum HeadPattern {
    /** All tokens. */
    GLOBAL('g'),
    /** Those of the token's own frame. */
    INTRA_FRAME('i'),
    /** Those of a window of 3 frames, 5 rows, 5 columns around the token, clipped at the borders. */
    WINDOW('w');

    private final char letter;

    HeadPattern(char letter) {
        this.letter = letter;
    }

    /** {@return what stands for it in a routing file} */
    public char letter() {
        return letter;
    }

    /**
     * Reads a letter.
     *
     * @param letter g, i or w
     * @return its pattern
     * @throws IllegalArgumentException if it is another one
     */
    public static HeadPattern of(int letter) {
        return Arrays.stream(values())
                .filter(p -> p.letter == letter)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "a head's pattern is one of the letters g, i, w, got '" + (char) letter + "'"));
    }
}
