package io.vsr4j.functions.access;

import static io.restassured.RestAssured.given;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.vsr4j.functions.app.Cloud;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Behind a proxy of its own machine, which leaves the name that was called in the header. */
@QuarkusTest
@TestProfile(ProxiedTest.Proxied.class)
@WithTestResource(Cloud.class)
class ProxiedTest {
    /** Of a name that is no machine's. */
    public static class Proxied implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("vsr.hosts", "vsr-split.vsr.svc.cluster.local,vsr-split");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "vsr-split.vsr.svc.cluster.local, 200",
        "vsr-split, 200",
        "VSR-SPLIT:80, 200",
        "svc.cluster.local, 403",
        "evil.vsr-split, 403",
        "example.org, 403"
    })
    void itIsCalledByTheNamesThatItHas(String name, int status) {
        given().header("Host", name).get("/q/health/live").then().statusCode(status);
    }
}
