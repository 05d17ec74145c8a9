package io.github.langchain4j.ptc.chat;

import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.ChatRequestOptions;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import io.github.langchain4j.ptc.catalog.ToolCatalog;
import io.github.langchain4j.ptc.program.ProgramRunner;
import java.util.Objects;

/**
 * The loop between a model and its programs, for one decorated model. Keeps nothing of a conversation from one call to
 * the next: what must be remembered travels in the messages. Thread-safe.
 */
public final class ChatLoop {

    private final ModelCalls model;
    private final OwnTools tools;
    private final Programs programs;
    private final ChatSettings settings;

    /**
     * @param model the model to ask
     * @param runner runs the programs; knows the tools
     * @param settings see there
     * @throws IllegalArgumentException if the settings do not fit the runner's tools
     */
    public ChatLoop(ChatModel model, ProgramRunner runner, ChatSettings settings) {
        this(model, runner.catalog(), runner.traits().packages(), new RunnerPrograms(runner), settings);
    }

    /**
     * @param model the model to ask
     * @param catalog the tools
     * @param packages what programs may import beyond the standard library, in words; blank if nothing
     * @param programs where programs run
     * @param settings see there
     * @throws IllegalArgumentException if the settings do not fit the catalogue
     */
    ChatLoop(ChatModel model, ToolCatalog catalog, String packages, Programs programs, ChatSettings settings) {
        this.model =
                new ModelCalls(Objects.requireNonNull(model, "model"), settings.modelRetries(), settings.retryPause());
        this.tools = new OwnTools(CodeTool.of(settings.codeToolName(), catalog, packages), catalog);
        this.programs = programs;
        this.settings = settings;
    }

    /**
     * Answers a request, running the model's programs on the way.
     *
     * @param request the caller's
     * @param options the caller's; null counts as none
     * @throws io.github.langchain4j.ptc.sandbox.SandboxUnavailableException if no program can be run at all
     * @throws IllegalArgumentException if a tool of the request has the name of one of ours
     */
    public ChatResponse chat(ChatRequest request, ChatRequestOptions options) {
        Offer offer = Offer.of(model.model().defaultRequestParameters(), request.parameters(), tools.specifications());
        try (SessionLease session = new SessionLease(programs, settings.outputCharacters())) {
            return new Turn(
                            model,
                            new Answers(tools, offer.callersTools(), session),
                            offer,
                            options == null ? ChatRequestOptions.EMPTY : options,
                            HiddenHistory.reveal(request.messages()),
                            settings.maxRounds())
                    .run();
        }
    }
}
