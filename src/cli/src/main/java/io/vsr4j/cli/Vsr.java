package io.vsr4j.cli;

import com.google.gson.JsonObject;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The program: {@code vsr COMMAND ...}. */
@Command(
        name = "vsr",
        description = "Makes videos larger: video super-resolution.",
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            UpscaleCommand.class,
            ProbeCommand.class,
            ModelsCommand.class,
            ConvertCommand.class,
            InitCommand.class,
            VerifyCommand.class,
            CompareCommand.class,
            RouteCommand.class,
            EvaluateCommand.class,
            TrainCommand.class,
            DegradeCommand.class,
            BenchCommand.class,
            PlanCommand.class,
            ServeCommand.class,
            SubmitCommand.class,
            JobsCommand.class,
            JobCommand.class,
            ConfigCommand.class,
            CompletionCommand.class
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  vsr upscale clip.mp4                 writes clip_x4.mp4",
            "  vsr upscale clip.mp4 --height 1080 --from 1:30 --to 1:40",
            "  vsr probe clip.mp4 --json",
            "",
            "'vsr COMMAND --help' explains a command. Exit status: 0 done, 2 bad usage or bad input, 1 failure."
        })
public final class Vsr implements Runnable {
    @Spec
    private CommandSpec spec;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Print this help and exit.")
    private boolean help;

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Print the version and exit.")
    private boolean version;

    private final Interrupts interrupts = new Interrupts();

    /**
     * Runs one command and ends the virtual machine.
     *
     * @param args the command line
     */
    public static void main(String[] args) {
        Vsr vsr = new Vsr();
        vsr.interrupts.listen();
        int status = vsr.execute(List.of(args), writer(FileDescriptor.out), writer(FileDescriptor.err));
        vsr.interrupts.over();
        System.exit(status);
    }

    /**
     * Runs one command.
     *
     * @param args the command line
     * @param out receives results
     * @param err receives progress and errors
     * @return the exit status
     */
    int execute(List<String> args, PrintWriter out, PrintWriter err) {
        int exit = executed(args, out, err);
        if (out.checkError()) { // a full disk, or a pipe whose reader has gone
            err.println("vsr: the result cannot be written to standard output");
            return exit == Exit.DONE ? Exit.FAILED : exit;
        }
        return exit;
    }

    private int executed(List<String> args, PrintWriter out, PrintWriter err) {
        CommandLine commandLine = new CommandLine(this)
                .setOut(out)
                .setErr(err)
                .setUsageHelpAutoWidth(false)
                .setUsageHelpWidth(100)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setAbbreviatedOptionsAllowed(false)
                .setOverwrittenOptionsAllowed(false)
                .setParameterExceptionHandler(
                        (e, given) -> failed(new Failure(Misuse.line(e), Exit.REFUSED), args, out, err))
                .setExecutionExceptionHandler((e, command, parsed) -> failed(e, args, out, err));
        Numbers.register(commandLine);
        try {
            return commandLine.execute(args.toArray(String[]::new));
        } catch (Error e) { // picocli hands on exceptions, not errors: out of memory, a native library that is missing
            return failed(e, args, out, err);
        }
    }

    /** {@return who is told when the user wants the run to end} */
    Interrupts interrupts() {
        return interrupts;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }

    private int failed(Throwable thrown, List<String> args, PrintWriter out, PrintWriter err) {
        Failure failure = !args.isEmpty() && args.get(0).equals(TrainCommand.NAME)
                ? Failure.of(thrown, TrainCommand.LESS_MEMORY)
                : Failure.of(thrown);
        if (failure.exit() == Exit.STOPPED && interrupts.interrupted()) {
            failure = new Failure(failure.line(), interrupts.exit());
        }
        int exit = failed(failure, args, out, err);
        if (wantsTrace(args)) {
            thrown.printStackTrace(err);
        }
        return exit;
    }

    private static int failed(Failure failure, List<String> args, PrintWriter out, PrintWriter err) {
        err.println("vsr: " + failure.line());
        if (args.contains("--json")) {
            JsonObject object = new JsonObject();
            object.addProperty("error", failure.line());
            object.addProperty("exit", failure.exit());
            out.println(Json.text(object));
        }
        return failure.exit();
    }

    private static boolean wantsTrace(List<String> args) {
        return args.contains("--verbose") || "1".equals(System.getenv("VSR_DEBUG"));
    }

    private static PrintWriter writer(FileDescriptor to) {
        return new PrintWriter(new FileOutputStream(to), true, StandardCharsets.UTF_8);
    }
}
