package io.vsr4j.functions.aws;

/**
 * What clients of servers of one's own sign with.
 *
 * @param accessKey its name
 * @param secretKey the secret
 */
public record Credentials(String accessKey, String secretKey) {
    /** Does not show the secret. */
    @Override
    public String toString() {
        return accessKey;
    }
}
