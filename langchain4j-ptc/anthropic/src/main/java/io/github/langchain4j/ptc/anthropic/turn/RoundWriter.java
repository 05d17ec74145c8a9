package io.github.langchain4j.ptc.anthropic.turn;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.model.chat.response.CompleteToolCall;
import dev.langchain4j.model.chat.response.PartialToolCall;
import io.github.langchain4j.ptc.anthropic.history.Attributes;
import io.github.langchain4j.ptc.anthropic.history.Round;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Writes one response of the model into the message, in parts as they come, or from the whole. Calls that a model writes
 * at once come one after the other: blocks do not overlap. Thread-safe.
 */
final class RoundWriter {

    private final MessageDraft draft;
    private final Toolset tools;
    private final boolean parallel;
    private final ReentrantLock lock = new ReentrantLock(); // what is written can go out on the calling thread
    // Guarded by lock, the draft included.
    private final TreeMap<Integer, CallWriter> calls = new TreeMap<>(); // by the model's index
    private final List<CallWriter> written = new ArrayList<>(); // in the order of their blocks
    private final StringBuilder lateText = new StringBuilder(); // that came while a call was written
    private final StringBuilder lateThinking = new StringBuilder(); // the same
    private boolean thought;
    private boolean said;
    private boolean signed;
    private boolean asked;
    private boolean over;

    /**
     * @param parallel whether the client wants more than one use of a tool at once; where it does not, only the first one
     *     is taken
     */
    RoundWriter(MessageDraft draft, Toolset tools, boolean parallel) {
        this.draft = draft;
        this.tools = tools;
        this.parallel = parallel;
    }

    /** Whether a part was written: then the model cannot be asked again for another response. */
    boolean hasWritten() {
        return locked(() -> thought || said || calls.values().stream().anyMatch(CallWriter::isOpened));
    }

    private <T> T locked(Supplier<T> work) {
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }

    /** Does something that is part of a response, unless that is over. */
    private void write(Runnable work) {
        locked(() -> {
            if (!over) {
                work.run();
            }
            return null;
        });
    }

    void text(String part) {
        if (part != null && !part.isEmpty()) {
            write(() -> addText(part));
        }
    }

    private void addText(String part) {
        said = true;
        if (current() == null && lateText.isEmpty()) {
            draft.text(part);
        } else {
            lateText.append(part);
        }
    }

    void thinking(String part) {
        if (part != null && !part.isEmpty()) {
            write(() -> addThinking(part));
        }
    }

    private void addThinking(String part) {
        thought = true;
        if (current() == null && lateThinking.isEmpty()) {
            draft.thinking(part);
        } else {
            lateThinking.append(part);
        }
    }

    void partialCall(PartialToolCall part) {
        write(() -> {
            CallWriter call = calls.computeIfAbsent(
                    part.index(), index -> new CallWriter(draft, kind(part.name()), part.name(), part.id()));
            call.add(part.partialArguments());
            advance();
        });
    }

    void completeCall(CompleteToolCall complete) {
        write(() -> {
            ToolExecutionRequest request = complete.toolExecutionRequest();
            calls.computeIfAbsent(complete.index(), index -> call(request)).complete(request.arguments());
            advance();
        });
    }

    private CallWriter call(ToolExecutionRequest request) {
        return new CallWriter(draft, kind(request.name()), request.name(), request.id());
    }

    private Toolset.Kind kind(String name) {
        boolean first = !asked;
        asked = true;
        return parallel || first ? tools.kind(name) : Toolset.Kind.DROPPED;
    }

    /** The call whose block is open; null if there is none. */
    private CallWriter current() {
        return calls.values().stream().filter(CallWriter::isOpen).findFirst().orElse(null);
    }

    /** Writes what can be written: the open call, and when it is complete, the next one. */
    private void advance() {
        for (CallWriter call : calls.values()) {
            CallWriter current = current();
            if (current == null || current == call) {
                call.write();
                if (call.isOpened() && !written.contains(call)) {
                    written.add(call);
                }
            }
        }
    }

    /** Ends the response with nothing more being written. */
    void giveUp() {
        write(() -> over = true);
    }

    /**
     * Writes what is left and ends the response.
     *
     * @param message the whole response
     * @return the response with the ids of the blocks, and with the refusals of what the model may not ask for
     */
    Round finish(AiMessage message) {
        return locked(() -> finishNow(message));
    }

    private Round finishNow(AiMessage message) {
        over = true;
        writeThinking(message);
        if (!said && message.text() != null) {
            draft.text(message.text());
        }
        List<ToolExecutionRequest> requests = message.toolExecutionRequests();
        List<CallWriter> writers = matched(requests);
        for (int i = 0; i < requests.size(); i++) {
            writers.get(i).complete(requests.get(i).arguments());
        }
        List<CallWriter> inOrder = new ArrayList<>(writers);
        inOrder.sort(Comparator.comparingInt(this::place));
        inOrder.forEach(CallWriter::write);
        draft.thinking(lateThinking.toString());
        sign(message);
        draft.close();
        draft.text(lateText.toString());
        draft.close();
        return round(message, inOrder);
    }

    /** Those that are written already come first, as in the history that the client will send, then the open one. */
    private int place(CallWriter writer) {
        int place = written.indexOf(writer);
        return place < 0 ? written.size() : place;
    }

    /** Thinking that did not come in parts comes first, unless something was written already. */
    private void writeThinking(AiMessage message) {
        if (thought) {
            return;
        }
        String thinking = message.thinking() == null ? "" : message.thinking();
        if (said || !calls.isEmpty()) {
            lateThinking.append(thinking);
        } else {
            draft.thinking(thinking);
            sign(message);
            signed = true;
        }
    }

    private void sign(AiMessage message) {
        if (signed) {
            return;
        }
        Object signature = message.attributes().get(Attributes.THINKING_SIGNATURE);
        if (signature instanceof String text && !text.isEmpty()) {
            draft.signature(text);
        }
        if (message.attributes().get(Attributes.REDACTED_THINKING) instanceof List<?> redacted) {
            redacted.forEach(part -> draft.whole(Blocks.redactedThinking(String.valueOf(part))));
        }
    }

    /** The writer of each request: by the model's ids where they say it, else by their order. */
    private List<CallWriter> matched(List<ToolExecutionRequest> requests) {
        List<CallWriter> unused = new ArrayList<>(calls.values());
        CallWriter[] matched = new CallWriter[requests.size()];
        for (int i = 0; i < requests.size(); i++) {
            String id = requests.get(i).id();
            for (CallWriter call : unused) {
                if (matched[i] == null && id != null && id.equals(call.modelId())) {
                    matched[i] = call;
                }
            }
            unused.remove(matched[i]);
        }
        for (int i = 0; i < requests.size(); i++) {
            if (matched[i] == null) {
                String name = requests.get(i).name();
                CallWriter next = unused.stream()
                        .filter(call -> call.name().equals(name))
                        .findFirst()
                        .orElse(null);
                unused.remove(next);
                matched[i] = next == null ? call(requests.get(i)) : next;
            }
        }
        return List.of(matched);
    }

    private Round round(AiMessage message, List<CallWriter> writers) {
        List<ToolExecutionRequest> requests = new ArrayList<>();
        Set<String> programs = new HashSet<>();
        Map<String, ToolExecutionResultMessage> refusals = new HashMap<>();
        for (CallWriter writer : writers) {
            if (writer.kind() == Toolset.Kind.DROPPED) {
                continue;
            }
            requests.add(writer.request());
            if (writer.kind() == Toolset.Kind.PROGRAM) {
                programs.add(writer.id());
            } else if (writer.kind() == Toolset.Kind.UNKNOWN) {
                refusals.put(writer.id(), refusal(writer));
            }
        }
        boolean saidNothing = message.text() == null || message.text().isBlank(); // as the history will have it
        AiMessage shown = message.toBuilder()
                .text(saidNothing ? null : message.text())
                .toolExecutionRequests(requests)
                .build();
        return new Round(shown, programs, refusals);
    }

    private ToolExecutionResultMessage refusal(CallWriter writer) {
        return ToolExecutionResultMessage.builder()
                .id(writer.id())
                .toolName(writer.name())
                .text(tools.refusal(writer.name()))
                .isError(true)
                .build();
    }
}
