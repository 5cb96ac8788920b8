package io.vsr4j.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.dflib.jjava.jupyter.channels.ShellReplyEnvironment;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.BaseKernelBuilder;
import org.dflib.jjava.jupyter.kernel.JupyterIO;
import org.dflib.jjava.jupyter.kernel.LanguageInfo;
import org.dflib.jjava.jupyter.kernel.ReplacementOptions;
import org.dflib.jjava.jupyter.kernel.comm.CommManager;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.kernel.display.Renderer;
import org.dflib.jjava.jupyter.kernel.display.mime.MIMEType;
import org.dflib.jjava.jupyter.kernel.util.StringStyler;
import org.dflib.jjava.jupyter.messages.ContentType;
import org.dflib.jjava.jupyter.messages.publish.PublishDisplayData;
import org.dflib.jjava.jupyter.messages.publish.PublishUpdateDisplayData;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a notebook under a kernel of JJava's base library would be sent. */
class KernelTest {
    private final List<Object> sent = new ArrayList<>();
    private Recording kernel;

    @BeforeEach
    void begin() {
        Screen.clear();
        kernel = new Builder().build();
        kernel.begin();
    }

    @AfterEach
    void end() {
        kernel.end();
    }

    @Test
    void outputsAreSentToTheKernelThatRuns() {
        Show.frames(new BufferedImage(4, 4, BufferedImage.TYPE_INT_RGB));
        DisplayData data = (PublishDisplayData) sent.get(0);
        assertThat(data.getData(MIMEType.TEXT_HTML).toString()).contains("data:image/png;base64,");
        assertThat(data.getData(MIMEType.TEXT_PLAIN)).isEqualTo("frames: 4x4");
        assertThat(Screen.shown()).isEmpty();
    }

    @Test
    void progressUpdatesWhatItHasShown() {
        try (Progress bar = Show.progress("windows", 1)) {
            bar.step();
        }
        DisplayData first = (PublishDisplayData) sent.get(0);
        DisplayData last = (PublishUpdateDisplayData) sent.get(sent.size() - 1);
        assertThat(last.getDisplayId()).isEqualTo(first.getDisplayId()).isNotNull();
        assertThat(last.getData(MIMEType.TEXT_HTML).toString()).contains("windows: 1 of 1");
    }

    private final class Builder extends BaseKernelBuilder<Builder, Recording> {
        @Override
        public Recording build() {
            return new Recording(out(), buildCommManager(), buildRenderer(), buildErrorStyler());
        }

        private JupyterIO out() {
            return new JupyterIO(StandardCharsets.UTF_8) {
                {
                    setEnv(new ShellReplyEnvironment(null, null, null, null) {
                        @Override
                        public <T extends ContentType<T>> void publish(T content) {
                            sent.add(content);
                        }
                    });
                }
            };
        }
    }

    /** A kernel in the middle of a cell, without a front end. */
    private static final class Recording extends BaseKernel {
        Recording(JupyterIO out, CommManager comms, Renderer renderer, StringStyler styler) {
            super(
                    "recording",
                    "1",
                    new LanguageInfo.Builder("Java").build(),
                    List.of(),
                    null,
                    out,
                    comms,
                    renderer,
                    null,
                    null,
                    false,
                    styler);
        }

        void begin() {
            installNotebookKernel();
        }

        void end() {
            uninstallNotebookKernel();
        }

        @Override
        public Object evalRaw(String code) {
            throw new UnsupportedOperationException();
        }

        @Override
        public DisplayData inspect(String code, int at, boolean detailed) {
            throw new UnsupportedOperationException();
        }

        @Override
        public ReplacementOptions complete(String code, int at) {
            throw new UnsupportedOperationException();
        }

        @Override
        public String isComplete(String code) {
            throw new UnsupportedOperationException();
        }
    }
}
