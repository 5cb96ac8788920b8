package io.vsr4j.sizing;

import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Prices that the user gives, since they change from day to day and place to place: CSV with the header {@code
 * instance,on_demand,spot,currency}, or JSON, a list of objects with these members.
 *
 * @param file where it is from
 * @param prices one for each type of instance
 */
public record PriceTable(Path file, List<Price> prices) {
    private static final List<String> COLUMNS = List.of("instance", "on_demand", "spot", "currency");
    private static final int MOST_BYTES = 1 << 20;

    /**
     * {@return the table of a file}
     *
     * @throws IOException if it cannot be read
     * @throws IllegalArgumentException if it is no such table; says where
     */
    public static PriceTable read(Path file) throws IOException {
        if (Files.size(file) > MOST_BYTES) {
            throw new IllegalArgumentException(file + " has more than " + MOST_BYTES + " bytes and is no price table");
        }
        String text;
        try {
            text = Files.readString(file).replace("\uFEFF", "").strip();
        } catch (MalformedInputException e) {
            throw new IllegalArgumentException(file + " is not text in UTF-8", e);
        }
        List<Price> prices =
                text.startsWith("[") ? json(file, text) : csv(file, text.lines().toList());
        if (prices.isEmpty()) {
            throw new IllegalArgumentException(file + " has no price");
        }
        return new PriceTable(file, prices);
    }

    private static List<Price> csv(Path file, List<String> lines) {
        if (lines.isEmpty() || !cells(lines.get(0)).equals(COLUMNS)) {
            throw new IllegalArgumentException(file + " must begin with the line " + String.join(",", COLUMNS)
                    + ", or be a list of such objects in JSON");
        }
        List<Price> prices = new ArrayList<>();
        for (int i = 1; i < lines.size(); i++) {
            List<String> cells = cells(lines.get(i));
            String line = file + ", line " + (i + 1);
            if (lines.get(i).isBlank()) {
                continue;
            }
            if (cells.size() != COLUMNS.size()) {
                throw new IllegalArgumentException(
                        line + " has " + cells.size() + " columns and not " + COLUMNS.size());
            }
            prices.add(price(line, cells.get(0), cells.get(1), cells.get(2), cells.get(3)));
        }
        return prices;
    }

    private static List<String> cells(String line) {
        return Arrays.stream(line.split(",", -1)).map(String::strip).toList();
    }

    /** A row as JSON has it; numbers may stand in quotes. */
    private record Row(String instance, String on_demand, String spot, String currency) {}

    private static List<Price> json(Path file, String text) {
        Row[] rows;
        try {
            rows = new Gson().fromJson(text, Row[].class);
        } catch (JsonParseException e) {
            throw new IllegalArgumentException(
                    file + " is no list of objects with " + String.join(", ", COLUMNS) + ": " + e.getMessage(), e);
        }
        List<Price> prices = new ArrayList<>();
        for (int i = 0; i < rows.length; i++) {
            Row row = rows[i] == null ? new Row(null, null, null, null) : rows[i];
            prices.add(price(file + ", object " + (i + 1), row.instance, row.on_demand, row.spot, row.currency));
        }
        return prices;
    }

    private static Price price(String where, String instance, String onDemand, String spot, String currency) {
        if (instance == null || instance.isEmpty() || currency == null || currency.isEmpty()) {
            throw new IllegalArgumentException(where + " has no instance or no currency");
        }
        return new Price(instance, number(where, onDemand), number(where, spot), currency);
    }

    private static double number(String where, String text) {
        try {
            return Double.parseDouble(String.valueOf(text));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(where + ": '" + text + "' is no price for an hour", e);
        }
    }

    /**
     * {@return the price of a type of instance}
     *
     * @param instance which; may be left out where there is only one
     * @throws IllegalArgumentException if there is none, or it is not said which
     */
    public Price of(Optional<String> instance) {
        String known = prices.stream().map(Price::instance).collect(Collectors.joining(", "));
        if (instance.isEmpty() && prices.size() > 1) {
            throw new IllegalArgumentException(file + " has prices of " + known + "; say which with --instance");
        }
        return prices.stream()
                .filter(price -> instance.isEmpty() || price.instance().equals(instance.get()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        file + " has no price of '" + instance.get() + "'; it has " + known));
    }
}
