package io.vsr4j.functions;

/** This program. */
final class Program {
    private Program() {}

    /** {@return its version} */
    static String version() {
        String version = Program.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
