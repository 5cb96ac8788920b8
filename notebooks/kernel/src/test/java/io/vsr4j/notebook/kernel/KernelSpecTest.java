package io.vsr4j.notebook.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import org.junit.jupiter.api.Test;

class KernelSpecTest {
    @Test
    void anyNameOfAFolderSurvives() {
        String classPath = "/home/a \"quoted\" name/\\kernel.jar:/b&c/<d>.jar";
        JsonObject spec = JsonParser.parseString(KernelSpec.json("/opt/java 17/bin/java", 17, classPath))
                .getAsJsonObject();
        assertThat(spec.getAsJsonArray("argv"))
                .extracting(argument -> argument.getAsString())
                .startsWith("/opt/java 17/bin/java")
                .containsSequence("-cp", classPath, Main.class.getName(), "{connection_file}");
        assertThat(spec.get("interrupt_mode").getAsString()).isEqualTo("message");
    }
}
