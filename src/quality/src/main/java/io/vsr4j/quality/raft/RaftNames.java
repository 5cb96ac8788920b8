package io.vsr4j.quality.raft;

import io.vsr4j.tensor.RenameTable;
import io.vsr4j.tensor.Weights;

/** Names of tensors: torchvision's stay as they are, those of the authors' files become torchvision's. */
final class RaftNames {
    private static final RenameTable TABLE = RenameTable.EMPTY
            // Counts training steps.
            .drop("num_batches_tracked$")
            .replaceMatches("^module\\.", "")
            // Second copies of downsample.1.
            .drop("^[fc]net\\.layer\\d\\.0\\.norm[34]\\.")
            .replaceMatches("^([fc]net)\\.conv1\\.", "$1.convnormrelu.0.")
            .replaceMatches("^([fc]net)\\.norm1\\.", "$1.convnormrelu.1.")
            .replaceMatches("^([fc]net)\\.conv2\\.", "$1.conv.")
            .replaceMatches("^([fc]net\\.layer\\d\\.\\d)\\.conv(\\d)\\.", "$1.convnormrelu$2.0.")
            .replaceMatches("^([fc]net\\.layer\\d\\.\\d)\\.norm(\\d)\\.", "$1.convnormrelu$2.1.")
            .replaceMatches("^fnet\\.", "feature_encoder.")
            .replaceMatches("^cnet\\.", "context_encoder.")
            .replaceMatches("^update_block\\.encoder\\.convc(\\d)\\.", "update_block.motion_encoder.convcorr$1.0.")
            .replaceMatches("^update_block\\.encoder\\.convf(\\d)\\.", "update_block.motion_encoder.convflow$1.0.")
            .replaceMatches("^update_block\\.encoder\\.conv\\.", "update_block.motion_encoder.conv.0.")
            .replaceMatches("^update_block\\.gru\\.conv([zrq])\\.", "update_block.recurrent_block.convgru1.conv$1.")
            .replaceMatches(
                    "^update_block\\.gru\\.conv([zrq])(\\d)\\.", "update_block.recurrent_block.convgru$2.conv$1.")
            .replaceMatches("^update_block\\.mask\\.0\\.", "mask_predictor.convrelu.0.")
            .replaceMatches("^update_block\\.mask\\.2\\.", "mask_predictor.conv.");

    private RaftNames() {}

    static Weights renamed(Weights weights) {
        return weights.renamed(TABLE);
    }
}
