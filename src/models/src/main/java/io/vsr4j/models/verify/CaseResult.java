package io.vsr4j.models.verify;

/**
 * What came of one case.
 *
 * @param name file and case, such as {@code sd_vae_a.io.safetensors case0.out.mean}
 * @param difference largest absolute difference of any element; NaN if there are no numbers to compare
 * @param tolerance how large it may be; NaN likewise
 * @param passed whether it is within
 * @param remark why it failed, or what there is to know; may be empty
 */
public record CaseResult(String name, double difference, double tolerance, boolean passed, String remark) {
    static CaseResult failed(String name, String remark) {
        return new CaseResult(name, Double.NaN, Double.NaN, false, remark);
    }
}
