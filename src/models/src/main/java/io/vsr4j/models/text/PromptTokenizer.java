package io.vsr4j.models.text;

/** Turns a prompt into what a text encoder reads. */
public interface PromptTokenizer extends AutoCloseable {
    /**
     * Reads a prompt; one that is too long is cut, see {@link PromptTokens#note}.
     *
     * @param prompt any text, may be empty
     * @return its tokens
     */
    PromptTokens encode(String prompt);

    @Override
    void close();
}
