package io.github.langchain4j.ptc.chat;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.exception.LangChain4jException;
import dev.langchain4j.exception.UnsupportedFeatureException;
import dev.langchain4j.model.chat.ChatRequestOptions;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.FinishReason;
import dev.langchain4j.model.output.TokenUsage;
import io.github.langchain4j.ptc.codetool.ImagePlacement;
import io.github.langchain4j.ptc.codetool.NotRun;
import io.github.langchain4j.ptc.codetool.SessionScope;
import io.github.langchain4j.ptc.codetool.ShownImages;
import io.github.langchain4j.ptc.engine.CancelReason;
import io.github.langchain4j.ptc.program.OutgoingCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * From a question to the answer: the model is asked, our share of its requests is answered, and so on until it answers
 * or needs the caller. While a program waits for the caller, the turn rests and keeps what the model has seen, because
 * the caller's memory may drop it. Used by one thread at a time.
 */
final class Turn {

    private static final String LAST_CHANCE =
            "(No more programs can be run for this question. Answer it now with what you have.)";
    private static final String VARIABLES_GONE = "(Variables and files of this program are gone now.)";

    /**
     * What can differ from call to call.
     *
     * @param model asked in this call
     * @param offer of this call's request
     * @param options of this call
     */
    record Surroundings(Model model, Offer offer, ChatRequestOptions options) {}

    private final ChatSettings settings;
    private final SessionHold hold;
    private final Marking marking;
    private final ShownImages images;
    private final ImagePlacement placement;
    private final List<ChatMessage> messages;
    private final List<Step> steps = new ArrayList<>();
    private final List<ToolExecutionResultMessage> callersResults = new ArrayList<>(); // to the reply in work
    private Surroundings around;
    private Optional<Reply> reply = Optional.empty();
    private ChatResponse response; // the model's last
    private Optional<ChatResponse> shared = Optional.empty(); // that ended the turn, after programs of its message
    private TokenUsage usage; // since the last response to the caller
    private int rounds;
    private int pauses;
    private boolean used;
    private Reply paused; // the reply of the last pause
    private Optional<Pause.Told> waiting = Optional.empty();

    /**
     * @param settings see there
     * @param messages what the model is to see of the conversation so far
     * @param last the mark that these end with
     * @param hold the session
     */
    Turn(ChatSettings settings, List<ChatMessage> messages, Optional<Mark> last, SessionHold hold) {
        this.settings = settings;
        this.hold = hold;
        this.marking = new Marking(last);
        this.images = new ShownImages(settings.imagesToModel());
        this.placement = new ImagePlacement(settings.imagesToModel(), key -> Optional.of(images));
        this.messages = new ArrayList<>(messages);
    }

    /** Runs the turn to the first response for the caller; if that fails, the turn is over. */
    ChatResponse begin(Surroundings surroundings) {
        around = surroundings;
        try {
            return proceed();
        } catch (RuntimeException | Error e) {
            hold.fail(used || reply.isPresent(), marking.sequence());
            throw e;
        }
    }

    /**
     * Goes on with the caller's results. The same results once more give the same response again, or, where the turn
     * ended with an answer or a failure of the model, ask it again; a program never gets them twice.
     *
     * @return empty if they belong to an earlier pause, whose program cannot be taken back
     * @throws IllegalArgumentException if results are missing or of calls that were not made; nothing has happened then
     */
    Optional<ChatResponse> resume(Results results, Surroundings surroundings) {
        int answered = results.pause().orElse(waiting.isPresent() ? pauses : -1);
        if (answered > pauses) {
            throw new IllegalArgumentException("There are results for tool calls that were not made: " + results.ids()
                    + ". Use the ids of the tool requests as they are");
        }
        if (waiting.isPresent() && answered == pauses) {
            callersResults.addAll(
                    waiting.get().pause().answer(results, reply.orElseThrow().waiting()));
            waiting = Optional.empty();
            return Optional.of(goOn(surroundings));
        }
        if (waiting.isPresent() && answered == pauses - 1) {
            return waiting.map(Pause.Told::response);
        }
        if (waiting.isPresent() || answered != pauses) {
            return Optional.empty();
        }
        if (shared.isPresent()) {
            return shared;
        }
        hold.again(marking.sequence());
        return Optional.of(goOn(surroundings));
    }

    /** A failure lets go of the session, but the same results can go on from here. */
    private ChatResponse goOn(Surroundings surroundings) {
        around = surroundings;
        try {
            return proceed();
        } catch (RuntimeException | Error e) {
            if (reply.isPresent()) {
                reply.get().cancel(CancelReason.INTERRUPTED);
                hold.lose();
            } else {
                hold.finish(marking.sequence());
            }
            throw e;
        }
    }

    /** Whether a program waits for the caller. */
    boolean isWaiting() {
        return waiting.isPresent();
    }

    /** Whether a program waits for the caller that cannot go on, because its session has ended. */
    boolean isLost() {
        return waiting.isPresent() && !hold.session().isOpen();
    }

    /** How often the caller has been asked for results of programs. */
    int pauses() {
        return pauses;
    }

    /** Names the turn. */
    Handle name() {
        return marking.turn();
    }

    /** What the last message for the caller was marked with. */
    Optional<Mark> lastMark() {
        return marking.last();
    }

    /** What the model was offered last. */
    Offer offer() {
        return around.offer();
    }

    /** Runs a task when the session has ended; see {@link CodeSession#whenEnded}. */
    void whenSessionEnds(Runnable task) {
        hold.session().whenEnded(task);
    }

    /** Ends the program that waits, if there is one, and its session. */
    void abandon(CancelReason why) {
        if (waiting.isPresent()) {
            waiting = Optional.empty();
            reply.ifPresent(answering -> answering.cancel(why));
            hold.lose();
        }
    }

    private ChatResponse proceed() {
        while (true) {
            if (reply.isEmpty()) {
                Optional<ChatResponse> finished = ask();
                if (finished.isPresent()) {
                    return finished.get();
                }
            }
            Reply answering = reply.orElseThrow();
            List<OutgoingCall> calls = answering.advance();
            if (calls.isEmpty()) {
                Optional<ChatResponse> shared = conclude(answering);
                if (shared.isPresent()) {
                    return shared.get();
                }
            } else if (pauses < settings.maxPauses()) {
                return pause(answering, calls);
            } else {
                calls.forEach(call -> answering.waiting().refuse(call, "RuntimeError", tooManyPauses()));
            }
        }
    }

    private String tooManyPauses() {
        return "calls of tools were sent out " + settings.maxPauses()
                + " times for this question, and no more are: make many calls at once with asyncio.gather";
    }

    /** Asks the model; empty if its response has requests for us. */
    private Optional<ChatResponse> ask() {
        boolean last = rounds + 1 == settings.maxRounds();
        response = last ? respondLast() : respond(around.offer().open(used));
        AiMessage message = response.aiMessage();
        Reply next = new Reply(
                message, NotRun.because(response.finishReason()), around.offer().tools(), hold::session, images);
        if (next.callers().size() == message.toolExecutionRequests().size()) {
            return Optional.of(finished(response, message, Optional.empty()));
        }
        if (last) {
            return Optional.of(finishedInLastRound(next));
        }
        rounds++; // one that ends the turn is not counted: the model can be asked again for another
        callersResults.clear();
        reply = Optional.of(next);
        return Optional.empty();
    }

    /**
     * A whole response of the model. One that says nothing at all, although it ended for a tool or for a reason without a
     * name, is what providers make of a tool call that they cannot read: the model is asked again, as long as the caller
     * has seen no part of it.
     */
    private ChatResponse respond(ChatRequestParameters parameters) {
        ChatRequest request = ChatRequest.builder()
                .messages(List.copyOf(placement.in(messages)))
                .parameters(parameters)
                .build();
        for (int again = settings.retries().times(); ; again--) {
            ChatResponse whole = used
                    ? settings.retries()
                            .call(() -> around.model().ask(request, around.options()), around.model()::canAskAgain)
                    : around.model().ask(request, around.options());
            usage = TokenUsage.sum(usage, whole.tokenUsage());
            if (again == 0 || !isNothing(whole) || !around.model().canAskAgain()) {
                return whole;
            }
        }
    }

    private ChatResponse respondLast() {
        try {
            return respond(around.offer().last());
        } catch (UnsupportedFeatureException e) { // which models say before they send anything
            return respond(around.offer().lastWithoutOurs());
        }
    }

    private static boolean isNothing(ChatResponse whole) {
        AiMessage message = whole.aiMessage();
        boolean unexplained =
                whole.finishReason() == FinishReason.OTHER || whole.finishReason() == FinishReason.TOOL_EXECUTION;
        return unexplained
                && !message.hasToolExecutionRequests()
                && (message.text() == null || message.text().isBlank());
    }

    /** All of our answers are there; if the caller's are, too, the model can be asked again. */
    private Optional<ChatResponse> conclude(Reply answered) {
        used |= answered.used();
        reply = Optional.empty();
        List<Call> calls = withCallersResults(answered.calls());
        if (calls.stream().anyMatch(call -> call.result().isEmpty())) {
            boolean gone = used && settings.sessionScope() == SessionScope.CALL;
            shared = Optional.of(shared(answered.message(), gone ? noted(calls, VARIABLES_GONE) : calls));
            return shared;
        }
        boolean nextIsLast = rounds + 1 == settings.maxRounds();
        Step step = Step.of(answered.message(), nextIsLast ? noted(calls, LAST_CHANCE) : calls);
        steps.add(step);
        messages.addAll(step.messages());
        return Optional.empty();
    }

    private List<Call> withCallersResults(List<Call> calls) {
        List<ToolExecutionResultMessage> unused = new ArrayList<>(callersResults);
        return calls.stream()
                .map(call -> call.result().isPresent() ? call : HiddenHistory.answered(call.request(), unused))
                .toList();
    }

    /** A program cannot go on without the caller. */
    private ChatResponse pause(Reply answering, List<OutgoingCall> calls) {
        boolean first = !answering.equals(paused);
        paused = answering;
        List<ToolExecutionRequest> callers = first ? answering.callers() : List.of();
        pauses++;
        Pause pause = Pause.of(name(), pauses, callers, calls, settings.callsPerPause());
        AiMessage seen = first ? answering.message() : AiMessage.builder().build();
        AiMessage visible =
                seen.toBuilder().toolExecutionRequests(pause.requests()).build();
        Step lost = Step.of(answering.message(), withCallersResults(answering.callsIfLost()));
        ChatResponse told =
                told(response, visible, Optional.of(new Mark.Open(lost, true)), FinishReason.TOOL_EXECUTION);
        answering.waiting().suspend(settings.pauseTime());
        waiting = Optional.of(new Pause.Told(pause, told));
        return told;
    }

    /** The model also asked for tools of the caller: these go out, our answers wait in the history. */
    private ChatResponse shared(AiMessage message, List<Call> calls) {
        List<ToolExecutionRequest> callers = calls.stream()
                .filter(call -> call.result().isEmpty())
                .map(Call::request)
                .toList();
        AiMessage visible = message.toBuilder().toolExecutionRequests(callers).build();
        Step ours = Step.of(AiMessage.builder().build(), calls);
        return finished(response, visible, Optional.of(new Mark.Open(ours, false)));
    }

    /** The model asked for tools of ours that it was not offered any more. */
    private ChatResponse finishedInLastRound(Reply refused) {
        AiMessage message = refused.message();
        if (!refused.callers().isEmpty()) {
            return shared(message, refused.refused());
        }
        if (message.text() == null || message.text().isBlank()) {
            throw new LangChain4jException("The model gave no answer within " + settings.maxRounds()
                    + " calls: it asked for another program in the last one, which offered none. Raise maxRounds, or"
                    + " make the tools or the question simpler.");
        }
        AiMessage answer = WrittenReplies.withoutOriginal(message).toBuilder()
                .toolExecutionRequests(List.of())
                .build();
        ChatResponse stopped = response.toBuilder()
                .metadata(response.metadata().toBuilder()
                        .finishReason(FinishReason.STOP)
                        .build())
                .build();
        return finished(stopped, answer, Optional.empty());
    }

    private ChatResponse finished(ChatResponse last, AiMessage message, Optional<Mark.Open> open) {
        ChatResponse told = steps.isEmpty() && open.isEmpty() ? last : told(last, message, open, last.finishReason());
        hold.finish(marking.sequence());
        return told;
    }

    private ChatResponse told(ChatResponse last, AiMessage message, Optional<Mark.Open> open, FinishReason reason) {
        Mark mark = marking.next(hold.handle(), Shortened.steps(steps), open.map(Shortened::open));
        TokenUsage since = usage == null && last.tokenUsage() != null ? new TokenUsage(0, 0, 0) : usage;
        usage = null;
        return last.toBuilder()
                .aiMessage(HiddenHistory.marked(message, mark))
                .metadata(last.metadata().toBuilder()
                        .tokenUsage(since)
                        .finishReason(reason)
                        .build())
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
