package io.github.langchain4j.ptc.chat;

import dev.langchain4j.model.chat.ChatRequestOptions;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import io.github.langchain4j.ptc.catalog.ToolCatalog;
import io.github.langchain4j.ptc.codetool.CodeSession;
import io.github.langchain4j.ptc.codetool.CodeSessions;
import io.github.langchain4j.ptc.codetool.CodeTool;
import io.github.langchain4j.ptc.codetool.Programs;
import io.github.langchain4j.ptc.program.ProgramRunner;

/**
 * The loop between a model and its programs. Keeps nothing of a conversation from one call to
 * the next: what must be remembered travels in the messages. Thread-safe.
 */
public final class ChatLoop implements AutoCloseable {

    private final OwnTools tools;
    private final ToolCatalog catalog;
    private final CodeSessions sessions;
    private final ChatSettings settings;

    /**
     * @param runner runs the programs; knows the tools
     * @param settings see there
     * @throws IllegalArgumentException if the settings do not fit the runner's tools
     */
    public ChatLoop(ProgramRunner runner, ChatSettings settings) {
        this(runner.catalog(), runner.traits().packages(), Programs.of(runner), settings);
    }

    /**
     * @param catalog the tools
     * @param packages what programs may import beyond the standard library, in words; blank if nothing
     * @param programs where programs run
     * @param settings see there
     * @throws IllegalArgumentException if the settings do not fit the catalogue
     */
    ChatLoop(ToolCatalog catalog, String packages, Programs programs, ChatSettings settings) {
        this.catalog = catalog;
        this.tools = new OwnTools(CodeTool.of(settings.codeToolName(), catalog, packages), catalog);
        this.sessions = new CodeSessions(programs, settings.outputCharacters());
        this.settings = settings;
    }

    /**
     * Answers a request, running the model's programs on the way.
     *
     * @param model the model to ask
     * @param request the caller's
     * @param options the caller's; null counts as none
     * @throws io.github.langchain4j.ptc.sandbox.SandboxUnavailableException if no program can be run at all
     * @throws IllegalArgumentException if a tool of the request has the name of one of ours
     */
    public ChatResponse chat(Model model, ChatRequest request, ChatRequestOptions options) {
        Offer offer = Offer.of(model.defaultRequestParameters(), request.parameters(), tools.specifications());
        ModelCalls calls = new ModelCalls(model, settings.modelRetries(), settings.retryPause());
        try (CodeSession session = sessions.fresh()) {
            return new Turn(
                            calls,
                            new Answers(tools, offer.callersTools(), session, catalog),
                            offer,
                            options == null ? ChatRequestOptions.EMPTY : options,
                            HiddenHistory.reveal(request.messages()),
                            settings.maxRounds())
                    .run();
        }
    }

    /** Whether a tool is answered here, so that the caller never gets a request for it. */
    public boolean isOwn(String toolName) {
        return tools.contains(toolName);
    }

    /** Ends what is kept of conversations. */
    @Override
    public void close() {
        sessions.close();
    }
}
