package io.vsr4j.models.text;

import java.util.Arrays;
import java.util.Optional;

/**
 * A prompt as numbers.
 *
 * @param ids as many as the text encoder reads, padding at the end
 * @param count how many of them are not padding; the last of these is the end token
 * @param dropped how many tokens the prompt has beyond that, which were cut off
 */
public record PromptTokens(long[] ids, int count, int dropped) {
    /**
     * Frames the tokens of a text.
     *
     * @param begin put before them
     * @param text may be too long: its end gives way to the end token
     * @param end put behind them
     * @param pad fills the rest
     * @param length of the result
     */
    static PromptTokens of(long[] begin, long[] text, long end, long pad, int length) {
        int kept = Math.min(text.length, length - begin.length - 1);
        long[] ids = new long[length];
        Arrays.fill(ids, pad);
        System.arraycopy(begin, 0, ids, 0, begin.length);
        System.arraycopy(text, 0, ids, begin.length, kept);
        ids[begin.length + kept] = end;
        return new PromptTokens(ids, begin.length + kept + 1, text.length - kept);
    }

    /** {@return what a user should know: that the prompt was cut} */
    public Optional<String> note() {
        return dropped == 0
                ? Optional.empty()
                : Optional.of("the prompt is too long: the text encoder reads " + ids.length
                        + " tokens, its begin and end included; the last " + dropped + " were cut off");
    }
}
