package io.vsr4j.functions.aws;

/**
 * What clients of servers of one's own sign with.
 *
 * @param accessKey its name
 * @param secretKey the secret
 */
public record Credentials(String accessKey, String secretKey) {
    /** Shows neither. */
    @Override
    public String toString() {
        return "credentials";
    }
}
