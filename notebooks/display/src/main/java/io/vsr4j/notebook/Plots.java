package io.vsr4j.notebook;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Plots as pictures. */
final class Plots {
    private static final int FEW_POINTS = 40;

    private Plots() {}

    static Output of(Chart<?, ?> chart) {
        BufferedImage image = BitmapEncoder.getBufferedImage(chart);
        String title = chart.getTitle();
        return Output.png(image, "plot: " + (title == null || title.isEmpty() ? "without a title" : title));
    }

    static XYChart lines(String title, String across, String up, List<Labelled<?>> series) {
        XYChart chart = new XYChartBuilder()
                .width(720)
                .height(360)
                .title(title)
                .xAxisTitle(across)
                .yAxisTitle(up)
                .build();
        chart.getStyler().setLegendPosition(LegendPosition.OutsideE).setChartBackgroundColor(Color.WHITE);
        for (Labelled<?> one : series) {
            double[][] points = points(one);
            if (points[0].length != points[1].length || points[0].length == 0) {
                throw new IllegalArgumentException(
                        "series '" + one.label() + "' must have as many x as y, at least one;" + " got "
                                + points[0].length + " and " + points[1].length);
            }
            XYSeries line = chart.addSeries(one.label(), points[0], points[1]);
            if (points[0].length > FEW_POINTS) {
                line.setMarker(SeriesMarkers.NONE);
            }
        }
        return chart;
    }

    private static double[][] points(Labelled<?> series) {
        Object value = series.value();
        if (value instanceof double[][] pair && pair.length == 2) {
            return pair;
        }
        double[] ys = values(series.label(), value);
        double[] xs = new double[ys.length];
        Arrays.setAll(xs, i -> i);
        return new double[][] {xs, ys};
    }

    private static double[] values(String label, Object value) {
        if (value instanceof double[] doubles) {
            return doubles;
        }
        if (value instanceof float[] floats) {
            double[] doubles = new double[floats.length];
            Arrays.setAll(doubles, i -> floats[i]);
            return doubles;
        }
        if (value instanceof List<?> list && list.stream().allMatch(Number.class::isInstance)) {
            return list.stream()
                    .mapToDouble(one -> ((Number) one).doubleValue())
                    .toArray();
        }
        throw new IllegalArgumentException("series '" + label
                + "' must be double[], float[], a list of numbers, or double[][]{xs, ys}, got "
                + (value == null ? "null" : value.getClass().getSimpleName()));
    }
}
