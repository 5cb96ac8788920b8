package io.vsr4j.quality.classic;

/**
 * Adds up numbers of many rows, column by column in single precision, which the virtual machine does several at a time, and
 * every few rows in double precision.
 */
final class RowSums {
    /** So few that sums of squares of three differences of 8 bits stay whole numbers that single precision holds. */
    private static final int ROWS = 64;

    private final float[] columns;
    private int rows;
    private double total;

    RowSums(int width) {
        columns = new float[width];
    }

    /** {@return where a row's numbers are added, column by column} */
    float[] columns() {
        if (rows == ROWS) {
            flush();
        }
        rows++;
        return columns;
    }

    /** {@return the sum of all rows since the last call} */
    double take() {
        flush();
        double sum = total;
        total = 0;
        return sum;
    }

    private void flush() {
        double sum = 0;
        for (int i = 0; i < columns.length; i++) {
            sum += columns[i];
            columns[i] = 0;
        }
        total += sum;
        rows = 0;
    }
}
