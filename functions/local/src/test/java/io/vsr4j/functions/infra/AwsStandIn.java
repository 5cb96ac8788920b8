package io.vsr4j.functions.infra;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/** Answers the two questions that a plan asks of AWS: whose account this is, and which machine image is recommended. */
final class AwsStandIn implements AutoCloseable {
    private static final String IDENTITY = """
            <GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>
            <Arn>arn:aws:iam::123456789012:user/plan</Arn><UserId>PLAN</UserId><Account>123456789012</Account>
            </GetCallerIdentityResult></GetCallerIdentityResponse>
            """;
    private static final String PARAMETER = """
            {"Parameter": {"Name": "ami", "Type": "String", "Value": "ami-0123456789abcdef0", "Version": 1}}
            """;

    private final HttpServer server;

    AwsStandIn() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            String question = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)
                    + exchange.getRequestHeaders().getFirst("X-Amz-Target");
            String answer = question.contains("GetCallerIdentity")
                    ? IDENTITY
                    : question.contains("GetParameter") ? PARAMETER : "";
            byte[] body = answer.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders()
                    .set("Content-Type", answer == IDENTITY ? "text/xml" : "application/x-amz-json-1.1");
            exchange.sendResponseHeaders(answer.isEmpty() ? 400 : 200, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    String endpoint() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
