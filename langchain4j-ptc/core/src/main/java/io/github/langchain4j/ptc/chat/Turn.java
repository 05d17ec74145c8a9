package io.github.langchain4j.ptc.chat;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.exception.LangChain4jException;
import dev.langchain4j.model.chat.ChatRequestOptions;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.FinishReason;
import dev.langchain4j.model.output.TokenUsage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One {@code chat()} call: the model is asked, our share of its requests is answered, and so on until it answers or
 * needs the caller. Used by one thread.
 */
final class Turn {

    private static final String LAST_CHANCE =
            "(No more programs can be run for this question. Answer it now with what you have.)";
    private static final String VARIABLES_GONE = "(Variables and files of this program are gone now.)";

    private final ModelCalls model;
    private final Answers answers;
    private final Offer offer;
    private final ChatRequestOptions options;
    private final int maxRounds;
    private final Optional<Mark> lastMark;
    private final List<ChatMessage> messages;
    private final List<Step> steps = new ArrayList<>();
    private TokenUsage usage;

    /**
     * @param model the decorated model
     * @param answers our answers to its requests
     * @param offer the parameters of the request
     * @param options of the request
     * @param history of the request
     * @param maxRounds calls of the model at most
     */
    Turn(
            ModelCalls model,
            Answers answers,
            Offer offer,
            ChatRequestOptions options,
            HiddenHistory history,
            int maxRounds) {
        this.model = model;
        this.answers = answers;
        this.offer = offer;
        this.options = options;
        this.maxRounds = maxRounds;
        this.lastMark = history.last();
        this.messages = new ArrayList<>(history.messages());
    }

    /** Runs the turn to the response for the caller. */
    ChatResponse run() {
        for (int round = 1; ; round++) {
            boolean last = round == maxRounds;
            ChatResponse response = ask(last);
            AiMessage message = response.aiMessage();
            if (message.toolExecutionRequests().stream().allMatch(answers::isCallers)) {
                return finished(response, message, Optional.empty());
            }
            if (last) {
                return finishedInLastRound(response);
            }
            boolean cutOff = response.finishReason() == FinishReason.LENGTH;
            List<Call> calls = answers.to(message.toolExecutionRequests(), cutOff);
            if (calls.stream().anyMatch(call -> call.result().isEmpty())) {
                return shared(response, answers.used() ? noted(calls, VARIABLES_GONE) : calls);
            }
            Step step = Step.of(message, round == maxRounds - 1 ? noted(calls, LAST_CHANCE) : calls);
            steps.add(step);
            messages.addAll(step.messages());
        }
    }

    private ChatResponse ask(boolean last) {
        ChatRequest request = ChatRequest.builder()
                .messages(List.copyOf(messages))
                .parameters(last ? offer.last() : offer.open(answers.used()))
                .build();
        ChatResponse response =
                answers.used() ? model.askAgainIfItFails(request, options) : model.ask(request, options);
        usage = TokenUsage.sum(usage, response.tokenUsage());
        return response;
    }

    /** The model also asked for tools of the caller: these go out, our answers wait in the history. */
    private ChatResponse shared(ChatResponse response, List<Call> calls) {
        List<ToolExecutionRequest> callers = calls.stream()
                .filter(call -> call.result().isEmpty())
                .map(Call::request)
                .toList();
        AiMessage visible =
                response.aiMessage().toBuilder().toolExecutionRequests(callers).build();
        return finished(
                response, visible, Optional.of(Step.of(AiMessage.builder().build(), calls)));
    }

    /** The model asked for tools of ours that it was not offered any more. */
    private ChatResponse finishedInLastRound(ChatResponse response) {
        AiMessage message = response.aiMessage();
        if (message.toolExecutionRequests().stream().anyMatch(answers::isCallers)) {
            return shared(response, answers.refusing(message.toolExecutionRequests()));
        }
        if (message.text() == null || message.text().isBlank()) {
            throw new LangChain4jException("The model gave no answer within " + maxRounds
                    + " calls: it asked for another program in the last one, which offered none. Raise maxRounds, or"
                    + " make the tools or the question simpler.");
        }
        AiMessage answer = message.toBuilder().toolExecutionRequests(List.of()).build();
        ChatResponse stopped = response.toBuilder()
                .metadata(response.metadata().toBuilder()
                        .finishReason(FinishReason.STOP)
                        .build())
                .build();
        return finished(stopped, answer, Optional.empty());
    }

    private ChatResponse finished(ChatResponse response, AiMessage message, Optional<Step> open) {
        if (steps.isEmpty() && open.isEmpty()) {
            return response;
        }
        Mark mark = Mark.next(lastMark, Shortened.steps(steps), open.map(Shortened::open));
        return response.toBuilder()
                .aiMessage(HiddenHistory.marked(message, mark))
                .metadata(response.metadata().toBuilder().tokenUsage(usage).build())
                .build();
    }

    /** Adds a note to the last of our answers. */
    private static List<Call> noted(List<Call> calls, String note) {
        List<Call> noted = new ArrayList<>(calls);
        for (int i = calls.size() - 1; i >= 0; i--) {
            if (calls.get(i).result().isPresent()) {
                noted.set(i, calls.get(i).noted(note));
                return noted;
            }
        }
        return noted;
    }
}
