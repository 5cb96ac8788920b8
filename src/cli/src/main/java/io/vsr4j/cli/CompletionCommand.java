package io.vsr4j.cli;

import picocli.AutoComplete;
import picocli.CommandLine.Command;

/** {@code vsr completion}. */
@Command(
        name = "completion",
        description = "Print a script that completes commands and options in bash and zsh.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  source <(vsr completion)                                    for this shell",
            "  vsr completion > ~/.local/share/bash-completion/completions/vsr    for every new one"
        })
final class CompletionCommand extends VsrCommand {
    @Override
    public Integer call() {
        out().print(AutoComplete.bash("vsr", spec.root().commandLine()));
        out().flush();
        return Exit.DONE;
    }
}
