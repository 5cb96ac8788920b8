package io.vsr4j.notebook.kernel;

import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import org.dflib.jjava.jupyter.channels.IOPubChannel;
import org.dflib.jjava.jupyter.channels.JupyterConnection;
import org.dflib.jjava.jupyter.channels.ShellChannel;
import org.dflib.jjava.jupyter.channels.ShellReplyEnvironment;
import org.dflib.jjava.jupyter.channels.StdinChannel;
import org.dflib.jjava.jupyter.kernel.KernelConnectionProperties;
import org.dflib.jjava.jupyter.messages.Message;
import org.dflib.jjava.jupyter.messages.MessageContext;
import org.dflib.jjava.jupyter.messages.MessageType;
import org.dflib.jjava.jupyter.messages.publish.PublishError;
import org.dflib.jjava.jupyter.messages.reply.ErrorReply;

/**
 * A connection to Jupyter that outlives the interruption of a cell which is just printing or displaying something, and whose
 * replies tell of errors what is shown of them.
 */
final class ShieldedConnection extends JupyterConnection {
    ShieldedConnection(KernelConnectionProperties properties) throws NoSuchAlgorithmException, InvalidKeyException {
        super(properties);
    }

    @Override
    public ShellReplyEnvironment prepareReplyEnv(ShellChannel channel, MessageContext context) {
        return new Shielded(channel, stdin, iopub, context);
    }

    private static final class Shielded extends ShellReplyEnvironment {
        private List<String> shown = List.of();

        Shielded(ShellChannel channel, StdinChannel stdin, IOPubChannel iopub, MessageContext context) {
            super(channel, stdin, iopub, context);
        }

        @Override
        public void publish(Message<?> message) {
            if (message.getContent() instanceof PublishError error) {
                shown = error.getStacktrace();
            }
            StopPoint.shield(() -> super.publish(message));
        }

        @Override
        public void reply(Message<?> message) {
            StopPoint.shield(() -> super.reply(message));
        }

        /** Programs such as nbconvert print the reply, in which the library puts the frames of this kernel. */
        @Override
        public void replyError(MessageType<?> type, ErrorReply error) {
            if (!shown.isEmpty()) {
                error.getStacktrace().clear();
                error.getStacktrace().addAll(shown);
            }
            super.replyError(type, error);
        }
    }
}
