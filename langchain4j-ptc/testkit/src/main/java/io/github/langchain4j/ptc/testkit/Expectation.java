package io.github.langchain4j.ptc.testkit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.langchain4j.ptc.engine.Event;
import io.github.langchain4j.ptc.engine.Outcome;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** What a program of the corpus must do, as its header states it. Immutable. */
final class Expectation {

    private static final ObjectMapper JSON = JsonMapper.builder().build();

    /** Looks at one aspect of how a program ended; gives what is wrong, or an empty text. */
    @FunctionalInterface
    private interface Check {

        String mismatch(Event.Ended ended, int calls);
    }

    private final List<Check> checks = new ArrayList<>();

    private Expectation() {}

    static Expectation of(CorpusHeader header) {
        Expectation expectation = new Expectation();
        expectation.outcome(header);
        expectation.output(header);
        header.all("expect-warning")
                .forEach(part -> expectation.contains("warnings", part, ended -> String.join("\n", ended.warnings())));
        header.first("expect-calls")
                .map(Integer::valueOf)
                .ifPresent(expected -> expectation.checks.add(
                        (ended, calls) -> calls == expected ? "" : "made " + calls + " calls instead of " + expected));
        return expectation;
    }

    /** What is wrong; empty if all is as expected. */
    List<String> mismatches(Event.Ended ended, int calls) {
        return checks.stream()
                .map(check -> check.mismatch(ended, calls))
                .filter(wrong -> !wrong.isEmpty())
                .toList();
    }

    private void outcome(CorpusHeader header) {
        if (header.has("expect-any")) {
            return;
        } else if (header.has("expect-error")) {
            failed(header);
        } else if (header.has("expect-exit")) {
            int code = Integer.parseInt(header.required("expect-exit"));
            outcome("exit with " + code, o -> o instanceof Outcome.Exited exited && exited.code() == code);
        } else if (header.has("expect-json")) {
            JsonNode expected = json(header.required("expect-json"));
            result(Outcome.Kind.JSON, expected.toString(), result -> sameJson(expected, json(result)));
        } else if (header.has("expect-repr-like")) {
            String pattern = header.required("expect-repr-like");
            result(Outcome.Kind.REPR, pattern, Pattern.compile(pattern).asMatchPredicate());
        } else {
            plainResult(header);
        }
        header.all("expect-message").forEach(part -> contains("message", part, Expectation::message));
    }

    private void plainResult(CorpusHeader header) {
        if (header.text("expect-text").isPresent()) {
            String expected = header.text("expect-text").get();
            result(Outcome.Kind.TEXT, expected, expected::equals);
        } else if (header.text("expect-repr").isPresent()) {
            String expected = header.text("expect-repr").get();
            result(Outcome.Kind.REPR, expected, expected::equals);
        } else {
            result(Outcome.Kind.NONE, "", String::isEmpty);
        }
    }

    private void failed(CorpusHeader header) {
        String type = header.required("expect-error");
        outcome(
                "failure with " + type,
                o -> o instanceof Outcome.Failed failed && (type.equals("*") || type.equals(failed.type())));
        header.all("expect-traceback").forEach(part -> contains("traceback", part, Expectation::traceback));
        for (String line : header.all("expect-line")) {
            Pattern pattern = Pattern.compile("line " + line + "\\b");
            checks.add((ended, calls) -> pattern.matcher(traceback(ended)).find()
                    ? ""
                    : "the traceback does not name line " + line + ":\n" + traceback(ended));
        }
    }

    private void output(CorpusHeader header) {
        if (header.has("expect-output-has") || header.has("expect-output-length")) {
            header.all("expect-output-has").forEach(part -> contains("output", part, Event.Ended::output));
            header.first("expect-output-length")
                    .map(Integer::valueOf)
                    .ifPresent(length ->
                            checks.add((ended, calls) -> ended.output().length() == length
                                    ? ""
                                    : "printed " + ended.output().length() + " characters instead of " + length));
        } else if (header.has("expect-output-unordered")) {
            exactOutput(
                    lines(header.all("expect-output-unordered").stream()
                            .sorted()
                            .toList()),
                    output -> lines(
                            output.lines().sorted(Comparator.naturalOrder()).toList()));
        } else if (!header.has("expect-any") || header.has("expect-output")) {
            String expected = header.has("expect-output")
                    ? lines(header.all("expect-output"))
                    : header.text("expect-output").orElse("");
            exactOutput(expected, Function.identity());
        }
    }

    private void exactOutput(String expected, Function<String, String> normal) {
        checks.add((ended, calls) -> expected.equals(normal.apply(ended.output()))
                ? ""
                : "printed:\n" + ended.output() + "\ninstead of:\n" + expected);
    }

    private static String lines(List<String> lines) {
        return lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
    }

    private void outcome(String what, Predicate<Outcome> right) {
        checks.add((ended, calls) ->
                right.test(ended.outcome()) ? "" : "ended with " + describe(ended) + " instead of " + what);
    }

    private void result(Outcome.Kind kind, String what, Predicate<String> right) {
        outcome(
                "a result of kind " + kind + ": " + what,
                o -> o instanceof Outcome.Returned returned
                        && returned.kind() == kind
                        && right.test(returned.result()));
    }

    private void contains(String where, String part, Function<Event.Ended, String> text) {
        checks.add((ended, calls) -> text.apply(ended).contains(part)
                ? ""
                : "'" + part + "' is missing in the " + where + ":\n" + text.apply(ended));
    }

    private static String message(Event.Ended ended) {
        return ended.outcome() instanceof Outcome.Failed failed
                ? failed.message()
                : ended.outcome() instanceof Outcome.Exited exited ? exited.message() : "";
    }

    private static String traceback(Event.Ended ended) {
        return ended.outcome() instanceof Outcome.Failed failed ? failed.traceback() : "";
    }

    /** In words, with content: programs of the corpus hold no secrets. */
    static String describe(Event.Ended ended) {
        Outcome outcome = ended.outcome();
        if (outcome instanceof Outcome.Returned returned) {
            return returned + ": " + shortened(returned.result());
        } else if (outcome instanceof Outcome.Failed failed) {
            return failed + ": " + shortened(failed.traceback());
        } else if (outcome instanceof Outcome.Exited exited) {
            return exited + ": " + exited.message();
        }
        return outcome.toString();
    }

    private static String shortened(String text) {
        return text.length() < 1000 ? text : text.substring(0, 1000) + "…";
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            return JSON.missingNode();
        }
    }

    /** 1 and 1.0 are one number: which of the two Python writes is part of no statement here. */
    private static boolean sameJson(JsonNode expected, JsonNode actual) {
        return expected.equals(
                (a, b) -> a.isNumber() && b.isNumber()
                        ? a.decimalValue().compareTo(b.decimalValue())
                        : a.equals(b) ? 0 : 1,
                actual);
    }
}
