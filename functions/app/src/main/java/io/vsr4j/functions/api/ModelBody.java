package io.vsr4j.functions.api;

import io.vsr4j.functions.FunctionsConfig;
import io.vsr4j.models.ModelCard;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What a user needs to choose a model. */
@Schema(name = "Model", description = "What one needs to choose a model.")
record ModelBody(
        @Schema(description = "What the setting \"model\" names it.", examples = "compact", required = true)
        String id,

        @Schema(description = "Its name.", required = true) String name,

        @Schema(description = "What it is good at and what it costs.", required = true)
        String words,

        @Schema(description = "Factors by which it enlarges, rising.", required = true)
        List<Integer> scales,

        @Schema(description = "The factor if none is asked for.", required = true)
        int defaultScale,

        @Schema(description = "Whether it comes with the program.", required = true)
        boolean embedded,

        @Schema(description = "Whether its weights are there, so that jobs can use it.", required = true)
        boolean ready,

        @Schema(description = "Types that it computes in, the preferred one first.", required = true)
        List<String> dtypes,

        @Schema(description = "Whether it can be told in words what is seen.", required = true)
        boolean prompts) {
    static ModelBody of(ModelCard card, FunctionsConfig config) {
        return new ModelBody(
                card.id(),
                card.title(),
                card.summary(),
                card.scales(),
                card.defaultScale(),
                card.embedded(),
                card.embedded()
                        || config.weights().containsKey(card.id())
                        || config.weightsHashes().containsKey(card.id()),
                card.dtypes().stream().map(d -> d.computeName()).toList(),
                card.prompts());
    }
}
