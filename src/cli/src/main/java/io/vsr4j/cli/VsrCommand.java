package io.vsr4j.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** What all commands share. {@link #call} gives the exit status; what it throws becomes one line. */
abstract class VsrCommand implements Callable<Integer> {
    @Spec
    CommandSpec spec;

    @ParentCommand
    Vsr vsr;

    private boolean verbose;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Print this help and exit.")
    boolean help;

    @Option(names = "--verbose", description = "Let libraries log to standard error, and print stack traces of errors.")
    void verbose(boolean on) {
        verbose = on;
        if (on) {
            // Read once, when the first logger is made; nothing has logged before the command line is parsed.
            System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "info");
        }
    }

    /** {@return whether libraries are to log} */
    boolean verbose() {
        return verbose;
    }

    /** {@return where results go} */
    PrintWriter out() {
        return spec.commandLine().getOut();
    }

    /** {@return where everything else goes} */
    PrintWriter err() {
        return spec.commandLine().getErr();
    }

    /** Refuses an option: exit status 2 and a pointer to the help. */
    ParameterException refuse(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
