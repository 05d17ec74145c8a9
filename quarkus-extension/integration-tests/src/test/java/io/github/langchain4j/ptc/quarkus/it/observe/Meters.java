package io.github.langchain4j.ptc.quarkus.it.observe;

import static io.restassured.RestAssured.given;

import java.util.Arrays;
import java.util.List;

/** What the application tells Prometheus. */
record Meters(List<String> lines) {

    static Meters read() {
        return new Meters(given().get("/q/metrics").asString().lines().toList());
    }

    /** The sum of all series of a name that have these labels, written as {@code key="value"}. */
    double value(String name, String... labels) {
        return lines.stream()
                .filter(line -> line.startsWith(name + "{"))
                .filter(line -> Arrays.stream(labels).allMatch(line::contains))
                // An example of a trace may follow.
                .mapToDouble(line -> Double.parseDouble(
                        line.substring(line.indexOf("} ") + 2).split(" ")[0]))
                .sum();
    }

    /** How much a value grew. */
    double since(Meters before, String name, String... labels) {
        return value(name, labels) - before.value(name, labels);
    }

    boolean has(String text) {
        return lines.stream().anyMatch(line -> line.contains(text));
    }
}
