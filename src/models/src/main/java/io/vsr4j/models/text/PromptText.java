package io.vsr4j.models.text;

import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Cleans a prompt as Wan does: curly quotes are made straight, HTML's character references are resolved twice, and each
 * run of space is one space. Two things that Wan's Python libraries do are left out, since no prompt that a person types
 * needs them: of named references only those for {@code & < > " '} and the hard space are known, and text that was
 * decoded in the wrong character set is not repaired.
 */
final class PromptText {
    private static final Pattern REFERENCE =
            Pattern.compile("&(?:#(\\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|(amp|lt|gt|quot|apos|nbsp));");

    private static final Map<String, String> NAMES =
            Map.of("amp", "&", "lt", "<", "gt", ">", "quot", "\"", "apos", "'", "nbsp", "\u00a0");

    /** Python's idea of space, which has four separators more than Unicode's. */
    private static final Pattern SPACE = Pattern.compile("[\\s\\x1c-\\x1f]+", Pattern.UNICODE_CHARACTER_CLASS);

    private PromptText() {}

    /** {@return the prompt as the tokenizer gets it} */
    static String clean(String prompt) {
        String plain = prompt.replaceAll("[\u02bc\u2018-\u201b]", "'").replaceAll("[\u201c-\u201f]", "\"");
        return SPACE.matcher(unescape(unescape(plain))).replaceAll(" ").strip();
    }

    private static String unescape(String text) {
        return REFERENCE.matcher(text).replaceAll(match -> Matcher.quoteReplacement(character(match)));
    }

    private static String character(MatchResult match) {
        if (match.group(3) != null) {
            return NAMES.get(match.group(3));
        }
        int code = match.group(1) != null ? Integer.parseInt(match.group(1)) : Integer.parseInt(match.group(2), 16);
        boolean character = Character.isValidCodePoint(code)
                && code != 0
                && (code < Character.MIN_SURROGATE || code > Character.MAX_SURROGATE);
        return character ? Character.toString(code) : "\ufffd";
    }
}
