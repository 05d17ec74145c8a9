package io.github.langchain4j.ptc.quarkus.runtime.dev;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.langchain4j.ptc.engine.CallId;
import io.github.langchain4j.ptc.engine.ToolOutcome;
import io.github.langchain4j.ptc.program.InnerCall;
import io.github.langchain4j.ptc.quarkus.runtime.dev.RunDetail.ToolCall;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The tool calls of one program, as far as they are kept. Not thread-safe. */
final class RecordedCalls {

    static final int MOST_CALLS = 1_000;
    static final int ARGUMENTS = 1_000;
    static final int RESULT = 4_000;
    static final int ALL_TEXTS = 200_000;

    private static final int PRETTY = 2_000;

    private final Map<CallId, ToolCall> calls = new LinkedHashMap<>();
    private int made;
    private int failed;
    private long resultCharacters;
    private int room = ALL_TEXTS;

    void called(CallId id, String tool, JsonNode arguments, Duration startedAfter) {
        made++;
        if (calls.size() < MOST_CALLS) {
            Shown shown = kept(arguments.toString(), ARGUMENTS);
            calls.put(id, new ToolCall(tool, shown, false, false, Shown.NOTHING, millis(startedAfter), 0));
        }
    }

    void answered(InnerCall call) {
        String text = call.outcome() instanceof ToolOutcome.Value value
                ? value.value().toString()
                : message((ToolOutcome.Failure) call.outcome());
        resultCharacters += text.length();
        failed += call.failed() ? 1 : 0;
        calls.computeIfPresent(
                call.id(),
                (id, open) -> new ToolCall(
                        call.tool(),
                        open.arguments(),
                        true,
                        call.failed(),
                        result(call.outcome(), text),
                        millis(call.startedAfter()),
                        millis(call.duration())));
    }

    private static String message(ToolOutcome.Failure failure) {
        return failure.type() + ": " + failure.message();
    }

    private Shown result(ToolOutcome outcome, String compact) {
        boolean small = compact.length() <= PRETTY;
        if (outcome instanceof ToolOutcome.Value value && small && value.value().isContainerNode()) {
            String pretty = value.value().toPrettyString();
            return new Shown(kept(pretty, RESULT).text(), compact.length(), false);
        }
        return kept(compact, RESULT);
    }

    private Shown kept(String text, int most) {
        if (room < Math.min(text.length(), most)) {
            return Shown.sizeOf(text);
        }
        Shown shown = Shown.of(text, most);
        room -= shown.text().length();
        return shown;
    }

    private static double millis(Duration duration) {
        return duration.toNanos() / 1e6;
    }

    int made() {
        return made;
    }

    int failed() {
        return failed;
    }

    /** Characters of everything that the tools returned. */
    long resultCharacters() {
        return resultCharacters;
    }

    List<ToolCall> kept() {
        return List.copyOf(calls.values());
    }
}
