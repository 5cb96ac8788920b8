package io.vsr4j.functions.lambda;

import static io.restassured.RestAssured.given;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.restassured.response.ValidatableResponse;
import io.vsr4j.functions.event.S3Notification;
import io.vsr4j.functions.queue.Delivery;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.s3.S3Client;

/** What Lambda gives to a function. */
final class Events {
    private static final Path SAMPLE = Path.of("../../samples/big-buck-bunny-320x180.mp4");

    private Events() {}

    static void put(S3Client s3, String key) {
        put(s3, key, Map.of());
    }

    static void put(S3Client s3, String key, Map<String, String> metadata) {
        s3.putObject(r -> r.bucket(Cloud.BUCKET).key(key).metadata(metadata), SAMPLE);
    }

    static String notification(String key) {
        return S3Notification.created(Cloud.BUCKET, key, 1, "").toJson();
    }

    /** Messages of SQS with these bodies, whose ids are their numbers. */
    static String messages(String... bodies) {
        JsonArray records = new JsonArray();
        for (String body : bodies) {
            JsonObject record = new JsonObject();
            record.addProperty("messageId", Integer.toString(records.size()));
            record.addProperty("receiptHandle", "x");
            record.addProperty("eventSource", "aws:sqs");
            record.addProperty("eventSourceARN", "arn:aws:sqs:us-east-1:000000000000:vsr-ingest");
            record.addProperty("body", body);
            records.add(record);
        }
        JsonObject event = new JsonObject();
        event.add("Records", records);
        return event.toString();
    }

    /** Messages that were taken from a queue, as Lambda passes them on. */
    static String messages(List<Delivery> deliveries) {
        JsonArray records = new JsonArray();
        for (Delivery delivery : deliveries) {
            JsonObject attributes = new JsonObject();
            attributes.addProperty("ApproximateReceiveCount", Integer.toString(delivery.receives()));
            JsonObject record = new JsonObject();
            record.addProperty("messageId", Integer.toString(records.size()));
            record.addProperty("receiptHandle", delivery.receipt());
            record.addProperty("eventSource", "aws:sqs");
            record.addProperty("body", delivery.body());
            record.add("attributes", attributes);
            records.add(record);
        }
        JsonObject event = new JsonObject();
        event.add("Records", records);
        return event.toString();
    }

    /** Calls the function as Lambda does. */
    static ValidatableResponse call(String event) {
        return given().contentType("application/json").body(event).post("/").then();
    }
}
