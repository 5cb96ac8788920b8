package io.vsr4j.cli;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;

/** One command in this process, and what it printed. */
record CommandRun(int exit, String out, String err) {
    static CommandRun of(String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exit = new Vsr().execute(List.of(args), new PrintWriter(out, true), new PrintWriter(err, true));
        return new CommandRun(exit, out.toString(), err.toString());
    }

    /** {@return the one object on standard output; anything else there is an error} */
    JsonObject json() {
        return JsonParser.parseString(out).getAsJsonObject();
    }
}
