package io.vsr4j.cli;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What a user is told of a command line that cannot be understood, where picocli's own words do not help. */
final class Misuse {
    private Misuse() {}

    /** {@return one line without a line break, with a pointer to the help} */
    static String line(ParameterException e) {
        CommandLine command = e.getCommandLine();
        return Failure.oneLine(reason(e, command)) + "; try '"
                + command.getCommandSpec().qualifiedName() + " --help'";
    }

    private static String reason(ParameterException e, CommandLine command) {
        if (e instanceof MissingParameterException) {
            // Of an unknown option and a missing IN, the option is the reason: it was meant to be IN, or took its
            // place.
            return command.getUnmatchedArguments().stream()
                    .filter(a -> a.startsWith("-"))
                    .findFirst()
                    .map(Misuse::unknownOption)
                    .orElse(e.getMessage());
        }
        if (e instanceof UnmatchedArgumentException unmatched) {
            return reason(unmatched.getUnmatched(), command);
        }
        return e.getMessage();
    }

    private static String reason(List<String> unmatched, CommandLine command) {
        String first = unmatched.get(0);
        if (first.startsWith("-")) {
            return unknownOption(first);
        }
        if (!command.getSubcommands().isEmpty()) {
            return "there is no command '" + first + "'; the commands are "
                    + String.join(", ", command.getSubcommands().keySet());
        }
        return "'" + first + "' is one argument too many; patterns of files go in quotes, such as '*.mp4'";
    }

    private static String unknownOption(String given) {
        String file = given.startsWith("--") ? "" : "; a file of that name is written './" + given + "'";
        return "there is no option '" + given + "'" + file;
    }
}
