package io.github.langchain4j.ptc.samples.expense.recording;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.FinishReason;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToIntFunction;

/**
 * Replays a recording. A request that differs from the recorded one fails and shows the difference, so nothing is
 * answered that the model was not asked.
 */
public final class RecordedChatModel implements ChatModel {

    private final String name;
    private final Recording recording;
    private final boolean strict;
    private final ToIntFunction<ChatRequest> turns;

    private RecordedChatModel(String name, Recording recording, boolean strict, ToIntFunction<ChatRequest> turns) {
        this.name = Objects.requireNonNull(name, "name");
        this.recording = Objects.requireNonNull(recording, "recording");
        this.strict = strict;
        this.turns = turns;
    }

    /** Replays the recording and compares each request. For one conversation, one request at a time. */
    public static RecordedChatModel of(String name, Recording recording) {
        return new RecordedChatModel(name, recording, true, oneAfterTheOther());
    }

    /** Replays the recording for any number of conversations at once, and compares each request. Thread-safe. */
    public static RecordedChatModel ofMany(String name, Recording recording) {
        return new RecordedChatModel(name, recording, true, RecordedChatModel::answers);
    }

    /**
     * Replays the answers whatever the requests are: only to record the requests anew. For one conversation, one request
     * at a time.
     */
    public static RecordedChatModel answersOnly(String name, Recording recording) {
        return new RecordedChatModel(name, recording, false, oneAfterTheOther());
    }

    private static ToIntFunction<ChatRequest> oneAfterTheOther() {
        AtomicInteger next = new AtomicInteger();
        return request -> next.getAndIncrement();
    }

    /** How many answers a request holds, which is what tells how far its conversation is. */
    private static int answers(ChatRequest request) {
        return (int) request.messages().stream()
                .filter(message -> message instanceof AiMessage)
                .count();
    }

    /**
     * Answers the next request.
     *
     * @throws RecordingMismatchException if it is not the recorded one
     */
    @Override
    public ChatResponse doChat(ChatRequest request) {
        int turn = turns.applyAsInt(request);
        if (turn >= recording.turns().size()) {
            throw new RecordingMismatchException("Request " + (turn + 1) + " is not in the recording '" + name
                    + "', which ends after " + recording.turns().size() + " requests");
        }
        if (strict) {
            compare(turn, request);
        }
        AiMessage answer = CanonicalChat.toAnswer(recording.turns().get(turn).answer());
        return ChatResponse.builder()
                .aiMessage(answer)
                .finishReason(answer.hasToolExecutionRequests() ? FinishReason.TOOL_EXECUTION : FinishReason.STOP)
                .build();
    }

    private void compare(int turn, ChatRequest request) {
        Recording.Turn recorded = recording.turns().get(turn);
        ObjectNode expected = request(recording.messages(turn), recorded.tools(), recorded.parameters());
        ObjectNode actual = request(
                CanonicalChat.messages(request.messages()),
                CanonicalChat.tools(request),
                CanonicalChat.parameters(request.parameters()));
        List<String> differences = JsonDifferences.between(expected, actual);
        if (!differences.isEmpty()) {
            throw new RecordingMismatchException("Request " + (turn + 1) + " differs from the one in the recording '"
                    + name + "':\n  " + String.join("\n  ", differences));
        }
    }

    private static ObjectNode request(ArrayNode messages, ArrayNode tools, ObjectNode parameters) {
        ObjectNode request = RecordingFiles.MAPPER.createObjectNode();
        request.set("messages", messages);
        request.set("tools", tools);
        request.set("parameters", parameters);
        return request;
    }
}
