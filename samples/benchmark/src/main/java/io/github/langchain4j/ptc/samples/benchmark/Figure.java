package io.github.langchain4j.ptc.samples.benchmark;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * One figure: the median of its samples with the smallest and largest.
 *
 * @param name what was measured
 * @param unit of the values
 * @param median the middle sample
 * @param min the smallest sample
 * @param max the largest sample
 * @param samples how many there were
 * @param goal what the project aims at, in words; may be empty
 */
record Figure(String name, String unit, double median, double min, double max, int samples, String goal) {

    static Figure of(String name, String unit, String goal, List<Double> samples) {
        double[] sorted =
                samples.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        if (sorted.length == 0) {
            throw new IllegalArgumentException("No samples of '" + name + "'");
        }
        return new Figure(
                name, unit, sorted[sorted.length / 2], sorted[0], sorted[sorted.length - 1], sorted.length, goal);
    }

    static Figure of(String name, String unit, String goal, double... samples) {
        return of(name, unit, goal, Arrays.stream(samples).boxed().toList());
    }

    String line() {
        String value = String.format(Locale.ROOT, "%,.3f", median).replaceAll("\\.?0+$", "");
        String range = samples == 1 ? "" : String.format(Locale.ROOT, "%,.3f – %,.3f, n=%d", min, max, samples);
        return String.format(Locale.ROOT, "%-58s %12s %-5s %-32s %s", name, value, unit, range, goal);
    }
}
