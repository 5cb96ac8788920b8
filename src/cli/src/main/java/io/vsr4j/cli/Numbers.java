package io.vsr4j.cli;

import picocli.CommandLine;
import picocli.CommandLine.TypeConversionException;

/** Reads numbers of options, and says in plain words what is none; picocli speaks of int and long. */
final class Numbers {
    private Numbers() {}

    /** Makes a command line and its commands read numbers this way. Commands that are added later do not. */
    static void register(CommandLine commandLine) {
        commandLine.registerConverter(Integer.class, Numbers::integer);
        commandLine.registerConverter(int.class, Numbers::integer);
        commandLine.registerConverter(long.class, text -> whole(text, Long.MIN_VALUE, Long.MAX_VALUE));
        commandLine.registerConverter(Double.class, Numbers::number);
    }

    private static int integer(String text) {
        return (int) whole(text, Integer.MIN_VALUE, Integer.MAX_VALUE);
    }

    private static long whole(String text, long least, long most) {
        try {
            long value = Long.parseLong(text);
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException e) {
            if (!text.matches("[+-]?\\d+")) {
                throw new TypeConversionException("'" + text + "' is not a whole number");
            }
        }
        throw new TypeConversionException("'" + text + "' is out of range; it must be in " + least + ".." + most);
    }

    private static double number(String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw new TypeConversionException("'" + text + "' is not a number");
        }
    }
}
