package io.github.langchain4j.ptc.chat;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.service.tool.ToolExecutionResult;
import io.github.langchain4j.ptc.codetool.CodeRun;
import io.github.langchain4j.ptc.program.OutgoingCall;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A program waits for the caller. Immutable.
 *
 * @param number of the pause in its turn, from 1
 * @param callers requests of the model that go out with the program's calls, before them
 * @param calls the program's calls that go out, by their ids outside
 */
record Pause(int number, List<ToolExecutionRequest> callers, Map<String, OutgoingCall> calls) {

    /**
     * The next pause of a turn.
     *
     * @param turn names it
     * @param number of the pause
     * @param callers requests of the model that the caller has not seen yet
     * @param waiting calls of the program, of which as many go out as there is room
     * @param room for requests in one message
     */
    static Pause of(Handle turn, int number, List<ToolExecutionRequest> callers, List<OutgoingCall> waiting, int room) {
        Map<String, OutgoingCall> calls = new LinkedHashMap<>();
        int out = Math.min(waiting.size(), Math.max(1, room - callers.size()));
        for (int i = 0; i < out; i++) {
            calls.put(new Handle.CallName(turn, number, i + 1).toString(), waiting.get(i));
        }
        return new Pause(number, List.copyOf(callers), calls);
    }

    /** What the caller is asked to execute. */
    List<ToolExecutionRequest> requests() {
        List<ToolExecutionRequest> requests = new ArrayList<>(callers);
        calls.forEach(
                (id, call) -> requests.add(call.request().toBuilder().id(id).build()));
        return requests;
    }

    /**
     * Gives the program its answers.
     *
     * @param results of the caller
     * @param program that waits
     * @return what the model is to see: the results of its own requests
     * @throws IllegalArgumentException if a result is missing; the program gets nothing then
     */
    List<ToolExecutionResultMessage> answer(Results results, CodeRun program) {
        List<ToolExecutionResultMessage> answers = results.of(number, requests());
        Iterator<ToolExecutionResultMessage> ofProgram =
                answers.subList(callers.size(), answers.size()).iterator();
        calls.values().forEach(call -> program.answer(call, result(ofProgram.next())));
        return answers.subList(0, callers.size());
    }

    private static ToolExecutionResult result(ToolExecutionResultMessage message) {
        return ToolExecutionResult.builder()
                .isError(Boolean.TRUE.equals(message.isError()))
                .resultContents(message.contents())
                .build();
    }

    /** The response as the caller got it, for when it sends the answers to the pause before once more. */
    record Told(Pause pause, ChatResponse response) {}
}
