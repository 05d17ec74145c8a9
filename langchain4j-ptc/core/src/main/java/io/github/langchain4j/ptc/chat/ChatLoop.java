package io.github.langchain4j.ptc.chat;

import dev.langchain4j.exception.LangChain4jException;
import dev.langchain4j.model.chat.Capability;
import dev.langchain4j.model.chat.ChatRequestOptions;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import io.github.langchain4j.ptc.catalog.ToolCatalog;
import io.github.langchain4j.ptc.codetool.CodeSession;
import io.github.langchain4j.ptc.codetool.CodeSessions;
import io.github.langchain4j.ptc.codetool.Programs;
import io.github.langchain4j.ptc.program.ProgramRunner;
import io.github.langchain4j.ptc.program.ProgramSession;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The loop between a model and its programs. Keeps nothing of a conversation from one call to
 * the next: what must be remembered travels in the messages. Thread-safe.
 */
public final class ChatLoop implements AutoCloseable {

    private final Toolsets toolsets;
    private final CodeSessions sessions;
    private final Conversations conversations;
    private final ChatSettings settings;
    private final Optional<CodeSession> supplied;
    private final Dialect dialect;

    /**
     * @param runner runs the programs; knows the decorator's own tools
     * @param settings see there
     * @throws IllegalArgumentException if the settings do not fit the runner's tools
     */
    public ChatLoop(ProgramRunner runner, ChatSettings settings) {
        this(runner.catalog(), runner.traits().packages(), Programs.of(runner), settings, Optional.empty());
    }

    /**
     * A loop for one conversation, whose session is supplied and stays the caller's to close.
     *
     * @param runner knows the decorator's own tools
     * @param session where all programs run
     * @param settings see there
     */
    public ChatLoop(ProgramRunner runner, ProgramSession session, ChatSettings settings) {
        this(
                runner.catalog(),
                runner.traits().packages(),
                Programs.of(runner),
                settings,
                Optional.of(new CodeSession(Programs.in(session), settings.outputCharacters())));
    }

    /**
     * @param catalog the decorator's own tools; without any, programs may call those of the requests
     * @param packages what programs may import beyond the standard library, in words; blank if nothing
     * @param programs where programs run
     * @param settings see there
     * @throws IllegalArgumentException if the settings do not fit the catalogue
     */
    ChatLoop(ToolCatalog catalog, String packages, Programs programs, ChatSettings settings) {
        this(catalog, packages, programs, settings, Optional.empty());
    }

    private ChatLoop(
            ToolCatalog catalog,
            String packages,
            Programs programs,
            ChatSettings settings,
            Optional<CodeSession> supplied) {
        this.supplied = supplied;
        this.toolsets = new Toolsets(catalog, packages, settings);
        this.sessions = new CodeSessions(programs, settings.outputCharacters());
        this.conversations = new Conversations(settings.maxSuspended(), settings.pauseTime());
        this.settings = settings;
        this.dialect = new Dialect(settings.toolCalling(), settings.codeToolName());
        dialect.requireSpeakable(toolsets.forRequest(List.of()));
    }

    /**
     * Answers a request, running the model's programs on the way. A program that calls a tool of the request makes this
     * method return with requests for the caller; a later request that ends with all their results goes on with it.
     *
     * @param model the model to ask
     * @param request the caller's
     * @param options the caller's; null counts as none
     * @throws io.github.langchain4j.ptc.sandbox.SandboxUnavailableException if no program can be run at all
     * @throws IllegalArgumentException if a tool of the request has the name of one of ours, or results of tools are
     *     missing or belong elsewhere
     */
    public ChatResponse chat(Model model, ChatRequest request, ChatRequestOptions options) {
        Results results = Results.atEndOf(request.messages());
        Optional<Handle> turn = results.turn();
        if (turn.isPresent()) {
            Optional<ChatResponse> resumed = resume(turn.get(), results, model, request, options);
            if (resumed.isPresent()) {
                return resumed.get();
            }
        }
        return begin(model, request, options);
    }

    private Optional<ChatResponse> resume(
            Handle turn, Results results, Model model, ChatRequest request, ChatRequestOptions options) {
        try {
            Optional<Conversations.Entry> known = conversations.take(turn);
            if (known.isEmpty()) {
                return Optional.empty();
            }
            try (Conversations.Entry entry = known.get()) {
                return resume(entry, results, model, request, options);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LangChain4jException("Interrupted while another request of the conversation was answered", e);
        }
    }

    private Optional<ChatResponse> resume(
            Conversations.Entry entry, Results results, Model model, ChatRequest request, ChatRequestOptions options) {
        try {
            Offer earlier = entry.turn().offer();
            return entry.turn().resume(results, around(model, request, options, Optional.of(earlier)));
        } catch (RuntimeException | Error e) {
            if (!model.isWanted()) {
                entry.end();
            }
            throw e;
        }
    }

    private ChatResponse begin(Model model, ChatRequest request, ChatRequestOptions options) {
        Turn.Surroundings around = around(model, request, options, Optional.empty());
        HiddenHistory history = HiddenHistory.reveal(request.messages(), conversations::lastMark);
        Optional<Mark> last = history.last();
        last.ifPresent(conversations::supersede);
        SessionHold hold = supplied.map(session -> SessionHold.of(session, last))
                .orElseGet(() -> SessionHold.take(sessions, settings.sessionScope(), last));
        Turn turn = new Turn(settings, history.messages(), last, hold);
        ChatResponse response = turn.begin(around);
        conversations.keep(turn);
        return response;
    }

    private Turn.Surroundings around(
            Model model, ChatRequest request, ChatRequestOptions options, Optional<Offer> earlier) {
        Offer offer = Offer.of(model.defaultRequestParameters(), request.parameters(), toolsets, earlier);
        return new Turn.Surroundings(
                dialect.speaking(model, offer), offer, options == null ? ChatRequestOptions.EMPTY : options);
    }

    /** What the decorated model can do beside programs, of what it says that it can do. */
    public Set<Capability> capabilities(Set<Capability> ofModel) {
        return dialect.capabilities(ofModel);
    }

    /** Whether a tool is answered here, so that the caller never gets a request for it. */
    public boolean isOwn(String toolName) {
        return toolsets.isOwn(toolName);
    }

    /** Ends what waits for the caller to go on from a response, because the caller will not get this response. */
    void abandon(ChatResponse response) {
        HiddenHistory.markOf(response.aiMessage()).ifPresent(mark -> {
            conversations.supersede(mark);
            sessions.takeIfFree(mark.handle().text()).ifPresent(lease -> {
                if (lease.sequence() == mark.sequence()) {
                    lease.end();
                } else {
                    lease.close();
                }
            });
        });
    }

    /** Turns whose programs wait for their callers now. */
    int suspended() {
        return conversations.waiting();
    }

    /** Ends what is kept of conversations; their callers get an exception when they go on. */
    @Override
    public void close() {
        conversations.close();
        sessions.close();
    }
}
