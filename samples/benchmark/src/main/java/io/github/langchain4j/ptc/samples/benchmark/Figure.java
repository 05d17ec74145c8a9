package io.github.langchain4j.ptc.samples.benchmark;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * One figure: the median of its samples, the sample that nine of ten stay below, the smallest and the largest.
 *
 * @param name what was measured
 * @param unit of the values
 * @param median the middle sample
 * @param p90 nine of ten samples are not larger
 * @param min the smallest sample
 * @param max the largest sample
 * @param samples how many there were
 * @param goal what the project aims at, in words; may be empty
 */
record Figure(String name, String unit, double median, double p90, double min, double max, int samples, String goal) {

    static Figure of(String name, String unit, String goal, List<Double> samples) {
        double[] sorted =
                samples.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        if (sorted.length == 0) {
            throw new IllegalArgumentException("No samples of '" + name + "'");
        }
        return new Figure(
                name,
                unit,
                sorted[sorted.length / 2],
                sorted[(int) Math.ceil(sorted.length * 0.9) - 1],
                sorted[0],
                sorted[sorted.length - 1],
                sorted.length,
                goal);
    }

    static Figure of(String name, String unit, String goal, double... samples) {
        return of(name, unit, goal, Arrays.stream(samples).boxed().toList());
    }

    String line() {
        String value = String.format(Locale.ROOT, "%,.3f", median).replaceAll("\\.?0+$", "");
        String range = samples == 1
                ? ""
                : String.format(Locale.ROOT, "p90 %,.3f (%,.3f – %,.3f, n=%d)", p90, min, max, samples);
        return String.format(Locale.ROOT, "%-58s %12s %-5s %-46s %s", name, value, unit, range, goal);
    }
}
