package io.github.langchain4j.ptc.anthropic.turn;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.FinishReason;
import io.github.langchain4j.ptc.anthropic.backing.Backing;
import io.github.langchain4j.ptc.anthropic.container.CodeResults;
import io.github.langchain4j.ptc.anthropic.container.Pause;
import io.github.langchain4j.ptc.anthropic.container.ProgramRun;
import io.github.langchain4j.ptc.anthropic.history.ProgramText;
import io.github.langchain4j.ptc.anthropic.history.Round;
import io.github.langchain4j.ptc.anthropic.wire.Caller;
import io.github.langchain4j.ptc.anthropic.wire.RandomId;
import io.github.langchain4j.ptc.codetool.CodeArguments;
import io.github.langchain4j.ptc.codetool.NotRun;
import io.github.langchain4j.ptc.program.OutgoingCall;
import io.github.langchain4j.ptc.sandbox.SandboxBusyException;
import io.github.langchain4j.ptc.sandbox.SandboxUnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The loop of one response: the model is asked, its programs run, and so on until it has answered, or the client must
 * execute something. Used once, by one thread.
 */
final class Turn {

    private static final Logger LOG = LoggerFactory.getLogger(Turn.class);

    /**
     * Who is asked and with what.
     *
     * @param call asks the model
     * @param parameters of its calls
     */
    record Model(ModelCall call, RequestParameters parameters) {}

    private final TurnSettings settings;
    private final Model model;
    private final ContainerUse container;
    private final MessageDraft draft;
    private final Cancellation cancellation;
    private final Consumer<List<ObjectNode>> settled;
    private final List<ChatMessage> messages;
    private Optional<Round> round;
    private Optional<ProgramRun> running = Optional.empty();
    private Spent spent = Spent.NOTHING;
    private boolean used;
    private int rounds;

    /**
     * @param settled told the blocks so far whenever a program has ended
     * @param messages what the model has seen so far
     * @param round whose programs have not all ended
     */
    Turn(
            TurnSettings settings,
            Model model,
            ContainerUse container,
            MessageDraft draft,
            Cancellation cancellation,
            Consumer<List<ObjectNode>> settled,
            List<ChatMessage> messages,
            Optional<Round> round) {
        this.settings = settings;
        this.model = model;
        this.container = container;
        this.draft = draft;
        this.cancellation = cancellation;
        this.settled = settled;
        this.messages = new ArrayList<>(messages);
        this.round = round;
    }

    /** The tokens that the model used. */
    Spent spent() {
        return spent;
    }

    /** Says that programs of this response have ended already. */
    void programsRan() {
        used = true;
    }

    /** Goes on with a program that has got its results. */
    String resume(ProgramRun program) throws InterruptedException {
        running = Optional.of(program);
        used = true;
        return run();
    }

    /**
     * Runs to the end of the response.
     *
     * @return why it ends
     * @throws InterruptedException if the thread is interrupted; the running program is ended
     */
    String run() throws InterruptedException {
        try {
            while (true) {
                cancellation.check();
                Optional<String> stop = step();
                if (stop.isPresent()) {
                    return stop.get();
                }
            }
        } catch (Throwable e) {
            if (running.isPresent()) {
                container.lose(); // nobody would attend to the program any more
            }
            throw e;
        }
    }

    private Optional<String> step() throws InterruptedException {
        if (round.isEmpty()) {
            return ask();
        }
        Optional<ToolExecutionRequest> program = round.get().nextProgram();
        if (program.isPresent()) {
            return running.isPresent() ? advance(program.get().id()) : begin(program.get());
        }
        if (!round.get().unanswered().isEmpty()) {
            return Optional.of("tool_use");
        }
        messages.addAll(round.get().messages());
        round = Optional.empty();
        return rounds >= settings.maxRounds() ? Optional.of("pause_turn") : Optional.empty();
    }

    private Optional<String> ask() throws InterruptedException {
        int left = model.parameters().request().maxTokens() - spent.output();
        if (left <= 0) {
            return Optional.of("max_tokens");
        }
        ChatRequest request = ChatRequest.builder()
                .messages(List.copyOf(messages))
                .parameters(model.parameters().of(left, used))
                .build();
        Answer answer = answer(request);
        rounds++;
        ChatResponse response = answer.response();
        spent = spent.plus(
                response.tokenUsage(),
                response.tokenUsage() == null
                        ? Backing.CacheUsage.NONE
                        : model.parameters().backing().cacheUsage().apply(response.tokenUsage()));
        Round next = answer.writer().finish(response.aiMessage());
        if (response.finishReason() == FinishReason.LENGTH) {
            return Optional.of("max_tokens");
        }
        if (response.finishReason() == FinishReason.CONTENT_FILTER) {
            return Optional.of("refusal");
        }
        round = Optional.of(next);
        return next.message().toolExecutionRequests().isEmpty() ? Optional.of("end_turn") : Optional.empty();
    }

    /** A response, and what has written its parts. */
    private record Answer(ChatResponse response, RoundWriter writer) {}

    /** After a program ran, a failure of the model is repeated here: the client could only run the program again. */
    private Answer answer(ChatRequest request) throws InterruptedException {
        boolean parallel = model.parameters().request().tools().choice().parallel();
        for (int failures = 0; ; failures++) {
            RoundWriter writer = new RoundWriter(draft, model.parameters().tools(), parallel);
            try {
                return new Answer(model.call().ask(request, writer), writer);
            } catch (RuntimeException e) {
                cancellation.check();
                if (!used || writer.hasWritten() || !settings.retries().allow(failures, e)) {
                    throw ModelErrors.of(e);
                }
                settings.retries().await(failures, e);
            }
        }
    }

    private Optional<String> begin(ToolExecutionRequest program) throws InterruptedException {
        Optional<Integer> failed = failedProgram();
        if (failed.isPresent()) {
            return end(program.id(), CodeResults.notRun(NotRun.afterFailureOf(failed.get())));
        }
        if (!(CodeArguments.parse(program.arguments()) instanceof CodeArguments.Code code)) {
            return end(program.id(), CodeResults.error("invalid_tool_input"));
        }
        try {
            used = true;
            running = Optional.of(
                    container.start(code.source(), model.parameters().tools().catalog()));
            return Optional.empty();
        } catch (SandboxBusyException e) {
            return end(program.id(), CodeResults.error("too_many_requests"));
        } catch (SandboxUnavailableException e) {
            LOG.warn("No session for a program could be opened: {}", e.getMessage());
            return end(program.id(), CodeResults.error("unavailable"));
        }
    }

    /** The number of the first program of the round that failed. */
    private Optional<Integer> failedProgram() {
        int number = 0;
        for (ToolExecutionRequest request : round.orElseThrow().message().toolExecutionRequests()) {
            if (round.get().programs().contains(request.id())) {
                number++;
                var result = round.get().results().get(request.id());
                if (result != null && Boolean.TRUE.equals(result.isError())) {
                    return Optional.of(number);
                }
            }
        }
        return Optional.empty();
    }

    private Optional<String> advance(String program) throws InterruptedException {
        ProgramRun run = running.orElseThrow();
        ProgramRun.Progress progress = run.advance();
        if (progress instanceof ProgramRun.Waiting waiting) {
            pause(program, run, waiting.calls());
            return Optional.of("tool_use");
        }
        running = Optional.empty();
        settings.containers().requireOpen();
        return end(program, ((ProgramRun.Ended) progress).content());
    }

    private Optional<String> end(String program, ObjectNode content) {
        draft.whole(Blocks.codeResult(program, content));
        round = round.map(open -> open.with(ProgramText.message(program, content)));
        settled.accept(draft.blocks());
        return Optional.empty();
    }

    private void pause(String program, ProgramRun run, List<OutgoingCall> waiting) {
        Caller caller = model.parameters().request().tools().program(program);
        Map<String, OutgoingCall> calls = new LinkedHashMap<>();
        for (OutgoingCall call : waiting) {
            String id = RandomId.of("toolu_");
            calls.put(id, call);
            ObjectNode block = Blocks.toolUse(id, call.request().name(), caller);
            draft.whole(block.set("input", CallWriter.object(call.request().arguments())));
        }
        Duration expires = settings.containers().limits().pauseTime();
        container
                .get()
                .orElseThrow()
                .pause(new Pause(program, run, calls, settings.containers().now()), expires);
    }
}
