package io.vsr4j.notebook;

import io.vsr4j.quality.report.DataUri;
import io.vsr4j.quality.report.Html;
import java.awt.image.BufferedImage;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/**
 * Something shown below a cell, in one form or several of which the front end takes the richest that it knows.
 *
 * @param id by which it can be shown anew in the same place
 * @param data content by media type: text as it is, pictures in base64
 */
public record Output(String id, Map<String, String> data) {
    static final String HTML = "text/html";
    static final String TEXT = "text/plain";

    /** Copies the forms. */
    public Output {
        data = Collections.unmodifiableMap(new LinkedHashMap<>(data));
    }

    /** {@return markup, with words for where there is none} */
    static Output html(Html markup, String words) {
        return html(newId(), markup, words);
    }

    static Output html(String id, Html markup, String words) {
        Map<String, String> data = new LinkedHashMap<>();
        data.put(HTML, markup.toString());
        data.put(TEXT, words);
        return new Output(id, data);
    }

    /** {@return a picture without loss} */
    static Output png(BufferedImage image, String words) {
        String uri = DataUri.png(image).uri();
        Map<String, String> data = new LinkedHashMap<>();
        data.put("image/png", uri.substring(uri.indexOf(',') + 1));
        data.put(TEXT, words);
        return new Output(newId(), data);
    }

    static String newId() {
        return UUID.randomUUID().toString();
    }
}
