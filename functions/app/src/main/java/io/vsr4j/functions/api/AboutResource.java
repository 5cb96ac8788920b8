package io.vsr4j.functions.api;

import io.vsr4j.functions.Functions;
import io.vsr4j.functions.FunctionsConfig;
import io.vsr4j.functions.Limits;
import io.vsr4j.functions.ServiceSettings;
import io.vsr4j.models.ModelRegistry;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What can be asked for. */
@Path("/")
@Tag(name = "Service")
public class AboutResource {
    @Inject
    Functions functions;

    @Inject
    ServiceSettings settings;

    @Inject
    Caller caller;

    /** {@return the models} */
    @GET
    @Path("models")
    @Operation(summary = "List the models", description = "The default model comes first.")
    @APIResponse(responseCode = "200", description = "The models.")
    public List<ModelBody> models() {
        FunctionsConfig config = functions.service().config();
        return ModelRegistry.cards().stream()
                .map(card -> ModelBody.of(card, config))
                .toList();
    }

    /** {@return what the caller may do} */
    @GET
    @Path("limits")
    @Operation(summary = "Tell what the caller may do")
    @APIResponse(responseCode = "200", description = "The limits.")
    public LimitsBody limits() {
        Limits limits = functions.service().config().limits();
        return new LimitsBody(
                settings.isCloud() ? "presigned" : "direct",
                limits.bytes(),
                limits.directBytes(),
                limits.seconds(),
                limits.pixels(),
                limits.activeJobs() == Integer.MAX_VALUE ? null : limits.activeJobs(),
                caller.name(),
                caller.signedIn());
    }
}
