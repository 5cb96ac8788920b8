package io.vsr4j.functions.api;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** The header that tells a browser to save what it gets, and under which name (RFC 6266). */
final class ContentDisposition {
    private ContentDisposition() {}

    /** {@return its value for a name of any text: once as all clients read it, once as those of today do} */
    static String attachment(String name) {
        String plain = name.replaceAll("[^\\x20-\\x7e]|[\"\\\\%]", "_");
        // As RFC 5987 encodes, which is as forms do but for the space and the star.
        String encoded = URLEncoder.encode(name, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A");
        return "attachment; filename=\"" + plain + "\"; filename*=UTF-8''" + encoded;
    }
}
