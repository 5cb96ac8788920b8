package io.vsr4j.quality.report;

/**
 * Text that is put together element by element, so that nothing can get in unescaped: names of files and tags of videos
 * come from anywhere.
 */
public final class Html {
    private final StringBuilder text = new StringBuilder();

    /**
     * Begins an element.
     *
     * @param attributes names and values in turn; a value of null leaves the attribute without one
     */
    public Html open(String tag, String... attributes) {
        text.append('<').append(tag);
        for (int i = 0; i < attributes.length; i += 2) {
            text.append(' ').append(attributes[i]);
            if (attributes[i + 1] != null) {
                text.append("=\"").append(escaped(attributes[i + 1])).append('"');
            }
        }
        text.append('>');
        return this;
    }

    /** Ends an element. */
    public Html close(String tag) {
        text.append("</").append(tag).append('>');
        return this;
    }

    /** Adds words. */
    public Html text(String words) {
        text.append(escaped(words));
        return this;
    }

    /** Adds an element that holds words and nothing else. */
    public Html element(String tag, String words, String... attributes) {
        return open(tag, attributes).text(words).close(tag);
    }

    /** Adds a name that somebody chose: its direction of writing must not turn that of the words around it. */
    public Html name(String name) {
        return element("bdi", name);
    }

    /** Adds what this program wrote itself: scripts and style sheets. */
    public Html trusted(String markup) {
        text.append(markup);
        return this;
    }

    /** Ends a line. */
    public Html line() {
        text.append('\n');
        return this;
    }

    @Override
    public String toString() {
        return text.toString();
    }

    /** {@return words in which nothing is markup, and nothing steers how the rest is shown} */
    public static String escaped(String words) {
        StringBuilder safe = new StringBuilder(words.length() + 16);
        words.codePoints().forEach(c -> {
            switch (c) {
                case '&' -> safe.append("&amp;");
                case '<' -> safe.append("&lt;");
                case '>' -> safe.append("&gt;");
                case '"' -> safe.append("&quot;");
                case '\'' -> safe.append("&#39;");
                case '\n', '\t' -> safe.append(' ');
                default -> safe.appendCodePoint(steers(c) ? 0xfffd : c);
            }
        });
        return safe.toString();
    }

    /** Control characters, halves of surrogate pairs, and marks that turn the direction of what follows. */
    private static boolean steers(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.SURROGATE, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
                true;
            default -> Character.getDirectionality(c) >= Character.DIRECTIONALITY_LEFT_TO_RIGHT_EMBEDDING;
        };
    }
}
