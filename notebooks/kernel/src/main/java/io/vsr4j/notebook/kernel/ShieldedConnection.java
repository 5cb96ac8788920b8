package io.vsr4j.notebook.kernel;

import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import org.dflib.jjava.jupyter.channels.IOPubChannel;
import org.dflib.jjava.jupyter.channels.JupyterConnection;
import org.dflib.jjava.jupyter.channels.ShellChannel;
import org.dflib.jjava.jupyter.channels.ShellReplyEnvironment;
import org.dflib.jjava.jupyter.channels.StdinChannel;
import org.dflib.jjava.jupyter.kernel.KernelConnectionProperties;
import org.dflib.jjava.jupyter.messages.Message;
import org.dflib.jjava.jupyter.messages.MessageContext;

/** A connection to Jupyter that outlives the interruption of a cell which is just printing or displaying something. */
final class ShieldedConnection extends JupyterConnection {
    ShieldedConnection(KernelConnectionProperties properties) throws NoSuchAlgorithmException, InvalidKeyException {
        super(properties);
    }

    @Override
    public ShellReplyEnvironment prepareReplyEnv(ShellChannel channel, MessageContext context) {
        return new Shielded(channel, stdin, iopub, context);
    }

    private static final class Shielded extends ShellReplyEnvironment {
        Shielded(ShellChannel channel, StdinChannel stdin, IOPubChannel iopub, MessageContext context) {
            super(channel, stdin, iopub, context);
        }

        @Override
        public void publish(Message<?> message) {
            StopPoint.shield(() -> super.publish(message));
        }

        @Override
        public void reply(Message<?> message) {
            StopPoint.shield(() -> super.reply(message));
        }
    }
}
