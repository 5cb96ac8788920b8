package io.vsr4j.models.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.vsr4j.tensor.CheckpointException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tokens are of the transformers library's own class; reference_tokens.py beside them made them. */
class Umt5TokenizerTest {
    @TempDir
    Path folder;

    @BeforeEach
    void copy() throws IOException {
        TextFolders.umt5Tokenizer(folder);
    }

    @Test
    void readsTextsAsTheReferenceDoes() throws IOException {
        List<TextFolders.Case> cases = TextFolders.cases("umt5-tokens.json");
        assertThat(cases).hasSizeGreaterThan(100);
        try (Umt5Tokenizer tokenizer = Umt5Tokenizer.open(folder)) {
            for (TextFolders.Case one : cases) {
                PromptTokens tokens = tokenizer.encode(one.text());
                assertThat(Arrays.copyOf(tokens.ids(), tokens.count()))
                        .as(one.text())
                        .isEqualTo(one.ids());
                assertThat(tokens.ids()).hasSize(512);
                assertThat(tokens.ids()[tokens.count() - 1]).isEqualTo(1);
                assertThat(Arrays.stream(tokens.ids()).skip(tokens.count())).allMatch(id -> id == 0);
            }
        }
    }

    @Test
    void anEmptyPromptIsItsEnd() throws IOException {
        try (Umt5Tokenizer tokenizer = Umt5Tokenizer.open(folder)) {
            PromptTokens tokens = tokenizer.encode(" \n ");
            assertThat(tokens.count()).isEqualTo(1);
            assertThat(tokens.ids()).startsWith(1, 0, 0);
        }
    }

    @Test
    void cutsLongPromptsBeforeTheEndTokenAndSaysSo() throws IOException {
        try (Umt5Tokenizer tokenizer = Umt5Tokenizer.open(folder)) {
            PromptTokens fits = tokenizer.encode("the ".repeat(511));
            assertThat(fits.note()).isEmpty();
            PromptTokens cut = tokenizer.encode("the ".repeat(600));
            assertThat(cut.ids()).isEqualTo(fits.ids()).endsWith(1);
            assertThat(cut.note()).hasValueSatisfying(note -> assertThat(note).contains("512", "89 were cut off"));
        }
    }

    @Test
    void ignoresWhatTheFileSaysOfCuttingAndPadding() throws IOException {
        change(all -> {
            all.add(
                    "truncation",
                    json("{'direction': 'Left', 'max_length': 3, 'strategy': 'LongestFirst', 'stride': 0}"));
            all.add("padding", json("{'nonsense': true}"));
            all.add("post_processor", json("{'nonsense': true}"));
            all.add("decoder", json("{'nonsense': true}"));
        });
        readsTextsAsTheReferenceDoes();
    }

    @Test
    void refusesWhatWouldEndTheProcess() throws IOException {
        map(bytes -> bytes.putInt(4, -1 & ~0x200), "points outside");
        map(bytes -> bytes.putInt(0, 0), "its trie has");
        map(bytes -> bytes.putInt(0, -4), "its trie has");
        map(bytes -> bytes.putInt(0, 1 << 30), "its trie has");
        map(bytes -> bytes.putInt(0, 1022), "its trie has");
        map(bytes -> bytes.put(bytes.capacity() - 1, (byte) 0xff), "not UTF-8");
        normalizer("{'type': 'Precompiled', 'precompiled_charsmap': 'BA=='}", "its trie has");
        normalizer("{'type': 'Precompiled', 'precompiled_charsmap': '?'}", "Base64");
        normalizer("{'type': 'Precompiled'}", "its trie has");
    }

    /** Every damage is either refused or harmless: were it not, this would end the tests' process. */
    @Test
    void survivesAnyDamageOfTheCharacterMap() throws IOException {
        Random random = new Random(3);
        String all = String.join(
                " ",
                TextFolders.cases("umt5-tokens.json").stream()
                        .map(TextFolders.Case::text)
                        .toList());
        int used = 0;
        for (int i = 0; i < 120; i++) {
            int at = 4 + random.nextInt(1024);
            byte value = (byte) random.nextInt(256);
            damage(bytes -> bytes.put(at, value));
            try (Umt5Tokenizer tokenizer = Umt5Tokenizer.open(folder)) {
                tokenizer.encode(all);
                used++;
            } catch (CheckpointException e) {
                assertThat(e).hasMessageContaining("character map");
            }
        }
        assertThat(used).isBetween(1, 119);
    }

    @Test
    void refusesWhatIsNoTokenizer() throws IOException {
        normalizer("{'type': 'Regex'}", "a step 'Regex'");
        normalizer("[]", "no object");
        normalizer("{'type': 'NFC', 'more': 1}", "'more' in a step NFC");
        normalizer("{'type': 'Replace', 'pattern': {'Regex': '(a+)+$'}, 'content': ''}", "the pattern '(a+)+$'");
        normalizer("{'type': 'Strip', 'strip_left': 5, 'strip_right': true}", "does not describe a tokenizer");
        normalizer(
                "{'type': 'Sequence', 'normalizers': [" + "{'type': 'NFC'},".repeat(16) + "{'type': 'NFC'}]}",
                "16 steps");
        refuses(all -> all.add("pre_tokenizer", json("{'type': 'Metaspace', 'replacement': 'ab'}")), "one character");
        refuses(all -> all.getAsJsonObject("model").addProperty("unk_id", 9999), "unk_id 9999");
        refuses(all -> all.getAsJsonObject("model").remove("unk_id"), "unk_id null");
        refuses(all -> all.getAsJsonObject("model").addProperty("type", "BPE"), "no unigram tokenizer");
        refuses(all -> all.remove("model"), "no unigram tokenizer");
        for (String entry : List.of("['', 0]", "['a']", "['the', 1e999]", "['<pad>', 0]", "[[], 0]", "['x', 'y']")) {
            refuses(
                    all -> all.getAsJsonObject("model").getAsJsonArray("vocab").add(JsonParser.parseString(entry)),
                    "has the entry");
        }
        refuses(all -> all.getAsJsonArray("added_tokens").add(5), "special token");
        Files.writeString(folder.resolve("tokenizer_config.json"), "{\"eos_token\": \"[end]\"}");
        refuses(all -> {}, "lacks the token '[end]'");
    }

    @Test
    void saysWhatIsMissing() throws IOException {
        Files.delete(folder.resolve("tokenizer.json"));
        assertThatThrownBy(() -> Umt5Tokenizer.open(folder))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("tokenizer.json is missing");
        Files.writeString(folder.resolve("spiece.model"), "");
        assertThatThrownBy(() -> Umt5Tokenizer.open(folder))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("spiece.model but no tokenizer.json");
    }

    private void map(Consumer<ByteBuffer> change, String says) throws IOException {
        damage(change);
        refused(says);
    }

    private void damage(Consumer<ByteBuffer> change) throws IOException {
        change(all -> {
            JsonObject step = all.getAsJsonObject("normalizer");
            byte[] bytes =
                    Base64.getDecoder().decode(step.get("precompiled_charsmap").getAsString());
            change.accept(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN));
            step.addProperty("precompiled_charsmap", Base64.getEncoder().encodeToString(bytes));
        });
    }

    private void normalizer(String json, String says) throws IOException {
        refuses(all -> all.add("normalizer", JsonParser.parseString(json.replace('\'', '"'))), says);
    }

    private void refuses(Consumer<JsonObject> change, String says) throws IOException {
        change(change);
        refused(says);
    }

    private void change(Consumer<JsonObject> change) throws IOException {
        Path file = folder.resolve("tokenizer.json");
        JsonObject all = TextFolders.json(file);
        Path kept = folder.resolve("kept.json");
        if (Files.exists(kept)) {
            all = TextFolders.json(kept);
        } else {
            Files.writeString(kept, all.toString());
        }
        change.accept(all);
        Files.writeString(file, all.toString());
    }

    private void refused(String says) {
        assertThatThrownBy(() -> Umt5Tokenizer.open(folder))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContainingAll(folder.toString(), says);
    }

    private static JsonObject json(String text) {
        return JsonParser.parseString(text.replace('\'', '"')).getAsJsonObject();
    }
}
