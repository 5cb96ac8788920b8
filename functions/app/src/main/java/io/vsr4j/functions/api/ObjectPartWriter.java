package io.vsr4j.functions.api;

import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.Provider;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveResourceInfo;
import org.jboss.resteasy.reactive.server.spi.ServerHttpResponse;
import org.jboss.resteasy.reactive.server.spi.ServerMessageBodyWriter;
import org.jboss.resteasy.reactive.server.spi.ServerRequestContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends a part of an object, block by block: the next one is read when the client has taken the last. While a client is slow it
 * holds one block, and neither a thread nor a connection to the bucket; when it is gone, nothing.
 */
@Provider
public class ObjectPartWriter implements ServerMessageBodyWriter<ObjectPart> {
    private static final Logger LOG = LoggerFactory.getLogger(ObjectPartWriter.class);
    private static final int BLOCK_BYTES = 1 << 20;

    @Override
    public boolean isWriteable(Class<?> type, Type generic, ResteasyReactiveResourceInfo target, MediaType media) {
        return type == ObjectPart.class;
    }

    @Override
    public boolean isWriteable(Class<?> type, Type generic, Annotation[] annotations, MediaType media) {
        return type == ObjectPart.class;
    }

    @Override
    public void writeTo(
            ObjectPart part,
            Class<?> type,
            Type generic,
            Annotation[] annotations,
            MediaType media,
            MultivaluedMap<String, Object> headers,
            OutputStream out) {
        throw new UnsupportedOperationException("parts of objects are sent to clients of HTTP only");
    }

    @Override
    public void writeResponse(ObjectPart part, Type generic, ServerRequestContext context) {
        ResteasyReactiveRequestContext request = (ResteasyReactiveRequestContext) context;
        // Before the first block; the other headers go with it.
        context.serverResponse().setResponseHeader("Content-Length", Long.toString(part.length()));
        request.suspend();
        new Sending(part, request).next();
    }

    private static final class Sending {
        private final ObjectPart part;
        private final ResteasyReactiveRequestContext request;
        private final ServerHttpResponse response;
        private long sent;

        Sending(ObjectPart part, ResteasyReactiveRequestContext request) {
            this.part = part;
            this.request = request;
            response = request.serverResponse();
        }

        private void next() {
            Infrastructure.getDefaultWorkerPool().execute(this::sendBlock);
        }

        private void sendBlock() {
            if (response.closed()) {
                request.resume();
                return;
            }
            if (sent == part.length()) {
                response.end();
                request.resume();
                return;
            }
            try {
                int length = (int) Math.min(BLOCK_BYTES, part.length() - sent);
                byte[] block = part.store().bytes(part.object(), part.from() + sent, length);
                sent += length;
                response.write(block).whenComplete((done, gone) -> {
                    if (gone == null) {
                        next();
                    } else {
                        request.resume(); // the client is gone
                    }
                });
            } catch (IOException | RuntimeException e) {
                LOG.warn("an answer breaks off: {}", e.getMessage());
                // The client must not take what it has for the whole.
                request.serverRequest().closeConnection();
                request.resume();
            }
        }
    }
}
