package io.github.langchain4j.ptc.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A program that attacks what is around it. What it says is of no interest: whether it did harm is seen from outside.
 * Immutable.
 *
 * <p>The source holds placeholders that {@link HostWitness} fills in: {@code @SECRET_FILE@}, {@code @SECRET_FOLDER@},
 * {@code @SECRET@}, {@code @PORT@}, {@code @MARKER@}, {@code @PID@}.
 *
 * @param name the file's name without its ending
 * @param category what it attacks
 * @param attempt what it tries, in a few words
 * @param needs what the sandbox must have: {@code isolation} (a trust level above none), {@code threads}, {@code processes}
 * @param allowed how the attack itself may end: {@code returned}, {@code failed}, {@code exited}, {@code limit},
 *     {@code lost}
 * @param mayCall whether the host may see tool calls at all
 * @param steps the attack, then programs that must not notice it
 */
public record HostileProgram(
        String name,
        String category,
        String attempt,
        Set<String> needs,
        Set<String> allowed,
        boolean mayCall,
        List<Step> steps) {

    /**
     * @param code the source with placeholders
     * @param newSession whether it runs in a session of its own; else in that of the step before, if it lives
     */
    public record Step(String code, boolean newSession) {}

    public HostileProgram {
        needs = Set.copyOf(needs);
        allowed = Set.copyOf(allowed);
        steps = List.copyOf(steps);
    }

    static HostileProgram of(String name, String text) {
        List<Step> steps = new ArrayList<>();
        for (String session : text.split("(?m)^# --- next session\n")) {
            boolean first = true;
            for (String code : session.split("(?m)^# --- next program\n")) {
                steps.add(new Step(code, first));
                first = false;
            }
        }
        CorpusHeader header = CorpusHeader.of(steps.get(0).code());
        return new HostileProgram(
                name,
                header.required("category"),
                header.required("attempt"),
                header.set("needs"),
                header.set("allow"),
                header.first("tool-calls").filter("none"::equals).isEmpty(),
                steps);
    }

    @Override
    public String toString() {
        return name;
    }
}
