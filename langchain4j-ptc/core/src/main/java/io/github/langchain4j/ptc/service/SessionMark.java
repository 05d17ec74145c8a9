package io.github.langchain4j.ptc.service;

import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Where a conversation stood after a program: kept as an attribute of the code tool's result, so that it is stored,
 * edited and forked with the messages.
 *
 * @param session names the session that the program ran in; empty if the program was its last
 * @param sequence the number of the program in it
 */
record SessionMark(String session, long sequence) {

    private static final String ATTRIBUTE = "ptc";
    private static final String SESSION = "session";
    private static final String SEQUENCE = "sequence";

    /** The session was lost with the program, of which the model has been told. */
    static final SessionMark LOST = new SessionMark("", 0);

    Map<String, Object> attributes() {
        return Map.of(ATTRIBUTE, Map.of(SESSION, session, SEQUENCE, sequence));
    }

    /** What a result gets whose program was not run. */
    static Map<String, Object> notRun() {
        return Map.of(ATTRIBUTE, Map.of());
    }

    /**
     * What the messages of a conversation tell of its programs.
     *
     * @param begun whether anything came before the question
     * @param ran whether a program ran, as far as can be seen
     * @param marks of the programs that ran, the latest first; a store may have lost them
     */
    record History(boolean begun, boolean ran, List<SessionMark> marks) {

        Optional<SessionMark> last() {
            return marks.stream().findFirst();
        }

        /** How far they go in a session; questions that were asked at once may have left their marks in any order. */
        OptionalLong reached(String session) {
            return marks.stream()
                    .filter(mark -> mark.session().equals(session))
                    .mapToLong(SessionMark::sequence)
                    .max();
        }
    }

    /**
     * Reads the messages of a conversation.
     *
     * @param messages the last is the question
     * @param codeToolName whose results are looked at
     */
    static History read(List<ChatMessage> messages, String codeToolName) {
        boolean begun = messages.stream()
                        .filter(message -> !(message instanceof SystemMessage))
                        .count()
                > 1;
        boolean ran = false;
        List<SessionMark> marks = new ArrayList<>();
        for (int i = messages.size() - 1; i >= 0; i--) {
            if (messages.get(i) instanceof ToolExecutionResultMessage result
                    && codeToolName.equals(result.toolName())) {
                Object attribute =
                        result.attributes() == null ? null : result.attributes().get(ATTRIBUTE);
                Optional<SessionMark> mark = of(attribute);
                mark.ifPresent(marks::add);
                ran |= mark.isPresent() || attribute == null;
            }
        }
        return new History(begun, ran, List.copyOf(marks));
    }

    private static Optional<SessionMark> of(Object attribute) {
        return attribute instanceof Map<?, ?> mark
                        && mark.get(SESSION) instanceof String session
                        && mark.get(SEQUENCE) instanceof Number sequence
                ? Optional.of(new SessionMark(session, sequence.longValue()))
                : Optional.empty();
    }
}
