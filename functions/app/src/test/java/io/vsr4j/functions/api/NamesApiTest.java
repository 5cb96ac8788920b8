package io.vsr4j.functions.api;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.vsr4j.functions.FunctionsConfig;
import io.vsr4j.functions.Service;
import io.vsr4j.functions.app.Cloud;
import io.vsr4j.functions.store.StoredObject;
import jakarta.inject.Inject;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Names of files are data: whatever they are, they lead nowhere. */
@QuarkusTest
@TestProfile(Working.class)
@WithTestResource(Cloud.class)
class NamesApiTest {
    private static final List<String> OF_JOBS =
            List.of(FunctionsConfig.JOBS, FunctionsConfig.RESULTS, FunctionsConfig.SOURCES);

    @Inject
    Service service;

    /** {@return names of objects, but for what becomes of jobs} */
    private Set<String> incoming() throws Exception {
        Set<String> keys = new TreeSet<>();
        for (StoredObject object : service.store().list("")) {
            if (OF_JOBS.stream().noneMatch(object.key()::startsWith)) {
                keys.add(object.key());
            }
        }
        return keys;
    }

    @Test
    void namesLeadNowhere() throws Exception {
        List<byte[]> names = List.of(
                "../../x".getBytes(UTF_8),
                "..".getBytes(UTF_8),
                "a/b".getBytes(UTF_8),
                "/etc/passwd".getBytes(UTF_8),
                "C:\\\\temp\\\\a.mp4".getBytes(UTF_8),
                "nul\0nul.mp4".getBytes(UTF_8),
                ("x".repeat(300) + ".mp4").getBytes(UTF_8),
                ("\u00df".repeat(150) + ".mp4").getBytes(UTF_8),
                "Gr\u00f6\u00dfe \ud83c\udfac \u65e5\u672c.mp4".getBytes(UTF_8),
                new byte[] {(byte) 0xff, (byte) 0xfe, '.', 'm', 'p', '4'},
                "".getBytes(UTF_8),
                ".mp4".getBytes(UTF_8),
                "clip.json".getBytes(UTF_8),
                "a\u202eb.mp4".getBytes(UTF_8));
        for (byte[] name : names) {
            Set<String> before = incoming();
            String shown = new String(name, ISO_8859_1);
            HttpResponse<String> answer = Client.send(name, ("no video but " + shown).getBytes(UTF_8));

            assertThat(answer.statusCode()).as(shown + ": " + answer.body()).isEqualTo(202);
            String id = JsonPath.from(answer.body()).getString("id");
            assertThat(JsonPath.from(answer.body()).getString("name")).isNotEmpty();
            Client.await(id, "failed");
            Set<String> put = incoming();
            put.removeAll(before);
            assertThat(put)
                    .as(shown)
                    .singleElement()
                    .asString()
                    .matches("incoming/[0-9a-f]{16}/[0-9a-f]{16}/[^/\\\\\\p{Cntrl}]{1,161}")
                    .doesNotContain("..");
        }
    }

    @Test
    void namesComeBackAsTheyWere() throws Exception {
        String name = "Gr\u00f6\u00dfe & \ud83c\udfac \u65e5\u672c.mp4";
        HttpResponse<String> answer = Client.send(name.getBytes(UTF_8), "no video".getBytes(UTF_8));
        String id = JsonPath.from(answer.body()).getString("id");
        assertThat(given().get("/jobs/" + id).jsonPath().getString("name")).isEqualTo(name);
    }

    /** Whoever lists jobs would read it. */
    @Test
    void namesThatAreTooLong() throws Exception {
        HttpResponse<String> answer = Client.send("<".repeat(300_000).getBytes(UTF_8), "no video".getBytes(UTF_8));
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("name has 300000 characters");
        given().get("/jobs").then().statusCode(200);
    }
}
