package io.vsr4j.models.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.vsr4j.tensor.CheckpointException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tokens are of the transformers library's own class; reference_tokens.py beside them made them. */
class ClipTokenizerTest {
    @TempDir
    Path folder;

    @BeforeEach
    void copy() throws IOException {
        TextFolders.clipTokenizer(folder);
    }

    @Test
    void readsVocabularyAndMergesAsTheReferenceDoes() throws IOException {
        likeTheReference();
    }

    @Test
    void readsTokenizerJsonAsTheReferenceDoes() throws IOException {
        whole(true);
        likeTheReference();
        whole(false);
        likeTheReference();
    }

    private void likeTheReference() throws IOException {
        List<TextFolders.Case> cases = TextFolders.cases("clip-tokens.json");
        assertThat(cases).hasSizeGreaterThan(100);
        try (ClipTokenizer tokenizer = ClipTokenizer.open(folder)) {
            for (TextFolders.Case one : cases) {
                PromptTokens tokens = tokenizer.encode(one.text());
                assertThat(Arrays.copyOf(tokens.ids(), tokens.count()))
                        .as(one.text())
                        .isEqualTo(one.ids());
                assertThat(tokens.ids()).hasSize(77);
                assertThat(Arrays.stream(tokens.ids()).skip(tokens.count())).allMatch(id -> id == 0);
            }
        }
    }

    /** Puts vocabulary and merges into one file; merges have two forms there. */
    private void whole(boolean pairs) throws IOException {
        TextFolders.clipTokenizer(folder);
        JsonArray merges = new JsonArray();
        Files.readAllLines(folder.resolve("merges.txt")).stream().skip(1).forEach(line -> {
            JsonArray pair = new JsonArray();
            Arrays.stream(line.split(" ")).forEach(pair::add);
            if (pairs) {
                merges.add(pair);
            } else {
                merges.add(line);
            }
        });
        JsonObject model = new JsonObject();
        model.add("vocab", TextFolders.json(folder.resolve("vocab.json")));
        model.add("merges", merges);
        JsonObject all = new JsonObject();
        all.add("model", model);
        Files.writeString(folder.resolve("tokenizer.json"), all.toString());
        Files.delete(folder.resolve("vocab.json"));
        Files.delete(folder.resolve("merges.txt"));
    }

    @Test
    void cutsLongPromptsBeforeTheEndTokenAndSaysSo() throws IOException {
        try (ClipTokenizer tokenizer = ClipTokenizer.open(folder)) {
            PromptTokens fits = tokenizer.encode("cat ".repeat(75));
            assertThat(fits.note()).isEmpty();
            assertThat(fits.count()).isEqualTo(77);
            PromptTokens cut = tokenizer.encode("cat ".repeat(80));
            assertThat(cut.ids()).isEqualTo(fits.ids()).startsWith(537).endsWith(538);
            assertThat(cut.note()).hasValueSatisfying(note -> assertThat(note).contains("77", "5 were cut off"));
        }
    }

    @Test
    void namesOfTokensComeFromTheMapUnlessTheConfigurationListsThem() throws IOException {
        Files.writeString(
                folder.resolve("tokenizer_config.json"),
                "{\"pad_token\": \"<|endoftext|>\", \"model_max_length\": 9,"
                        + " \"added_tokens_decoder\": {\"538\": {\"content\": \"<|endoftext|>\"}}}");
        try (ClipTokenizer tokenizer = ClipTokenizer.open(folder)) {
            assertThat(tokenizer.encode("!").ids())
                    .hasSize(9)
                    .startsWith(537)
                    .endsWith(538, 538)
                    .doesNotContain(0);
        }
        Files.delete(folder.resolve("tokenizer_config.json"));
        Files.delete(folder.resolve("special_tokens_map.json"));
        try (ClipTokenizer tokenizer = ClipTokenizer.open(folder)) {
            assertThat(tokenizer.encode("").ids())
                    .hasSize(77)
                    .startsWith(537, 538)
                    .endsWith(538);
        }
    }

    @Test
    void refusesWhatIsNoTokenizer() throws IOException {
        refuses("vocab.json", "{\"a\": 1, \"b\": 1}", "no other piece's");
        refuses("vocab.json", "{\"a\": -1}", "it must be 0 to");
        refuses("vocab.json", "{\"a\": 1e30}", "it must be 0 to");
        refuses("vocab.json", "{\"a\": \"x\"}", "it must be 0 to");
        refuses("vocab.json", "{\"a\": 1} {", "closing brace", "JSON");
        refuses("vocab.json", "[1]", "is not a JSON object");
        refuses("vocab.json", "", "JSON");
        refuses("vocab.json", "[".repeat(100_000), "JSON");
        refuses("vocab.json", "{\"a\":[" + "0,".repeat(4_200_000) + "0]}", "values; at most 4194304 are read");
        refuses("vocab.json", "{\"a\": 1}", "of the merge");
        refuses("merges.txt", "#version: 0.2\nt h x\n", "of the merge");
        refuses("merges.txt", "th", "of the merge");
        refuses("merges.txt", "zz top", "of the merge");
        refuses("special_tokens_map.json", "{\"pad_token\": \"missing\"}", "lacks the token 'missing'");
        refuses("special_tokens_map.json", "{\"pad_token\": 5}", "a text of 1 to 256");
        refuses("special_tokens_map.json", "{\"pad_token\": {\"content\": \"\"}}", "a text of 1 to 256");
        refuses("special_tokens_map.json", "{\"pad_token\": {\"content\": \"!\", \"lstrip\": 3}}", "true or false");
        refuses("tokenizer_config.json", "{\"model_max_length\": 1e30}", "it must be 3 to 4096");
        refuses("tokenizer_config.json", "{\"model_max_length\": \"a\"}", "it must be 3 to 4096");
        refuses("tokenizer.json", "{\"model\": {}}", "no byte-pair tokenizer");
        refuses("tokenizer.json", "{\"model\": {\"vocab\": {\"a\": 0}, \"merges\": [7]}}", "of the merge");
        Files.delete(folder.resolve("tokenizer.json"));
        Files.delete(folder.resolve("merges.txt"));
        assertThatThrownBy(() -> ClipTokenizer.open(folder))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("vocab.json and merges.txt");
    }

    private void refuses(String file, String content, String... says) throws IOException {
        TextFolders.clipTokenizer(folder);
        Files.writeString(folder.resolve(file), content);
        assertThatThrownBy(() -> ClipTokenizer.open(folder))
                .isInstanceOf(CheckpointException.class)
                .satisfies(e -> assertThat(e.getMessage()).containsAnyOf(says).contains(folder.toString()));
    }
}
