package io.vsr4j.cli;

import java.math.BigDecimal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A time in a video, {@code 12.5} seconds or {@code [hh:]mm:ss[.fff]}, as microseconds. */
final class TimeConverter implements ITypeConverter<Long> {
    private static final Pattern TIME = Pattern.compile(
            "(?:(?:(?<h>\\d{1,3}):)?(?<m>\\d{1,2}):(?=\\d\\d(?:\\.|$)))?(?<s>\\d{1,7}(?:\\.\\d{1,9})?)");

    @Override
    public Long convert(String text) {
        Matcher time = TIME.matcher(text);
        if (!time.matches()) {
            throw new TypeConversionException("'" + text + "' is not a time; write seconds (12.5) or [hh:]mm:ss[.fff]");
        }
        BigDecimal seconds = new BigDecimal(time.group("s"));
        long hours = number(time.group("h"));
        long minutes = number(time.group("m"));
        boolean clock = time.group("m") != null;
        boolean minutesInHour = time.group("h") == null || minutes < 60;
        if (clock && (seconds.intValue() >= 60 || !minutesInHour)) {
            throw new TypeConversionException("'" + text + "' is not a time; minutes and seconds go up to 59");
        }
        return (hours * 3600 + minutes * 60) * 1_000_000
                + seconds.movePointRight(6).longValue();
    }

    private static long number(String digits) {
        return digits == null ? 0 : Long.parseLong(digits);
    }
}
