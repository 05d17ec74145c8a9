package io.github.langchain4j.ptc.testkit;

import io.github.langchain4j.ptc.engine.Event;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A program, or several that follow each other in one session, in a style that models write, with what must come out.
 * Immutable.
 *
 * @param name the file's name without its ending
 * @param style what it is an example of, in a few words
 * @param needs what the sandbox must have: {@code threads}, {@code processes}, {@code python3.N} for that version or newer
 * @param notComparable why plain CPython cannot confirm what is expected; empty if it can
 * @param steps the sources, in order
 */
public record StyleProgram(
        String name, String style, Set<String> needs, Optional<String> notComparable, List<String> steps) {

    public StyleProgram {
        needs = Set.copyOf(needs);
        steps = List.copyOf(steps);
    }

    static StyleProgram of(String name, String text) {
        List<String> steps = List.of(text.split("(?m)^# --- next program\n"));
        CorpusHeader header = CorpusHeader.of(steps.get(0));
        return new StyleProgram(name, header.required("style"), header.set("needs"), header.first("reference"), steps);
    }

    /**
     * Compares how a step ended with what its header states.
     *
     * @param step index into {@link #steps()}
     * @param ended how it ended
     * @param calls how many tool calls it made
     * @return what is wrong, in words; empty if all is as expected
     */
    public List<String> mismatches(int step, Event.Ended ended, int calls) {
        return Expectation.of(CorpusHeader.of(steps.get(step))).mismatches(ended, calls);
    }

    @Override
    public String toString() {
        return name;
    }
}
