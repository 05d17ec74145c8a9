package io.github.langchain4j.ptc;

import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.model.ModelProvider;
import dev.langchain4j.model.chat.Capability;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.ChatRequestOptions;
import dev.langchain4j.model.chat.listener.ChatModelListener;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.service.tool.ToolExecutor;
import io.github.langchain4j.ptc.catalog.CatalogTool;
import io.github.langchain4j.ptc.catalog.ToolCatalog;
import io.github.langchain4j.ptc.chat.ChatLoop;
import io.github.langchain4j.ptc.chat.ChatSettings;
import io.github.langchain4j.ptc.engine.Limits;
import io.github.langchain4j.ptc.program.ProgramRunner;
import io.github.langchain4j.ptc.program.PtcListener;
import io.github.langchain4j.ptc.program.ToolPolicy;
import io.github.langchain4j.ptc.sandbox.Sandbox;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.stream.Stream;

/**
 * A chat model with programmatic tool calling, in front of any other: the model writes Python programs that call the
 * tools, and only what these print or return reaches it.
 *
 * <pre>{@code
 * ChatModel model = PtcChatModel.builder()
 *         .model(openAi)
 *         .sandbox(sandbox)
 *         .tools(new Expenses())
 *         .build();
 * Assistant assistant = AiServices.create(Assistant.class, model);
 * }</pre>
 *
 * <p><b>What it does in one call.</b> The model is offered the code tool besides the tools of the request. Its
 * programs are run here, one after the other in a session that lasts until {@code chat} returns, and the model is
 * asked again until it answers, asks for a tool of the request, or has been asked {@code maxRounds} times; the last
 * time without tools of ours. Tools of the request are the caller's: their requests are returned, even if the model
 * asked for programs in the same message. Tools given here that the model may call directly ({@code allowed_callers})
 * are executed here, on the calling thread, and each result goes to the model: a {@code ReturnBehavior} is an AI
 * service's to follow.
 *
 * <p><b>What it hides.</b> The returned message carries in its attribute {@code ptc} what the model said and was
 * answered before it, as plain JSON values of about 100,000 characters at most, which survive message serialization.
 * When the message comes back in the history of a later request, the model sees all of it again. An attribute that is
 * missing or cannot be read is ignored: the model then sees what the caller sees. Code and output of programs are
 * therefore wherever the chat memory is stored.
 *
 * <p><b>Failures.</b> A program that fails, or is ended at a limit, is an answer to the model. If the decorated model
 * fails after a program ran, only its call is repeated ({@code modelRetries}), so that no program runs twice; if it
 * keeps failing, and in all other cases, its exception is thrown as it is, and calling {@code chat} again starts the
 * turn afresh. A sandbox that cannot run programs at all is a {@code SandboxUnavailableException} to the caller. If
 * the thread is interrupted, the running program is ended and a {@code LangChain4jException} thrown, with the
 * interrupt flag set.
 *
 * <p>Token usage is the sum over all calls of the model, the rest of the metadata that of the last one. Listeners,
 * capabilities, provider and default parameters are the decorated model's; its listeners see each of its calls.
 *
 * <p>Thread-safe and without state of conversations: one model can serve any number of services and threads.
 */
public final class PtcChatModel implements ChatModel, AutoCloseable {

    private final ChatModel model;
    private final ChatLoop loop;
    private final ProgramRunner runner;
    private final boolean ownsRunner;

    private PtcChatModel(ChatModel model, ChatLoop loop, ProgramRunner runner, boolean ownsRunner) {
        this.model = model;
        this.loop = loop;
        this.runner = runner;
        this.ownsRunner = ownsRunner;
    }

    /** A builder; {@code model}, {@code sandbox} and tools are required. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Answers the request; programs that the model writes on the way are run.
     *
     * @param request as for any chat model; its tools must not have names of ours
     * @param options passed to the decorated model
     * @throws io.github.langchain4j.ptc.sandbox.SandboxUnavailableException if no program can be run
     * @throws IllegalArgumentException if a tool of the request has the name of one of ours
     */
    @Override
    public ChatResponse chat(ChatRequest request, ChatRequestOptions options) {
        return loop.chat(request, options);
    }

    /** The same as {@link #chat(ChatRequest)}, for decorators that skip the listeners of what they decorate. */
    @Override
    public ChatResponse doChat(ChatRequest request) {
        return loop.chat(request, ChatRequestOptions.EMPTY);
    }

    @Override
    public ChatRequestParameters defaultRequestParameters() {
        return model.defaultRequestParameters();
    }

    @Override
    public List<ChatModelListener> listeners() {
        return model.listeners();
    }

    @Override
    public ModelProvider provider() {
        return model.provider();
    }

    @Override
    public Set<Capability> supportedCapabilities() {
        return model.supportedCapabilities();
    }

    /** Ends what this model started: running programs are cancelled. Sandbox, executor and a given runner stay open. */
    @Override
    public void close() {
        if (ownsRunner) {
            runner.close();
        }
    }

    /**
     * Collects the parts of a {@link PtcChatModel}. Either a sandbox and tools are given, and the model makes its own
     * runner, or a {@link ProgramRunner} that has both. Not thread-safe.
     */
    public static final class Builder {

        private final List<String> runnerSettings = new ArrayList<>();
        private final ProgramRunner.Builder ownRunner = ProgramRunner.builder();
        private final ToolCatalog.Builder tools = ToolCatalog.builder();
        private ChatModel model;
        private ProgramRunner runner;
        private ToolCatalog catalog;
        private boolean hasTools;
        private boolean hasSandbox;
        private String codeToolName = ChatSettings.DEFAULT.codeToolName();
        private int maxRounds = ChatSettings.DEFAULT.maxRounds();
        private int modelRetries = ChatSettings.DEFAULT.modelRetries();
        private Duration retryPause = ChatSettings.DEFAULT.retryPause();
        private int outputCharacters = ChatSettings.DEFAULT.outputCharacters();

        private Builder() {}

        /** The model to decorate; stays the caller's. Required. */
        public Builder model(ChatModel model) {
            this.model = Objects.requireNonNull(model, "model");
            return this;
        }

        /** Where programs run; stays the caller's to close, after the model. */
        public Builder sandbox(Sandbox sandbox) {
            ownRunner.sandbox(sandbox);
            hasSandbox = true;
            return ofOwnRunner("sandbox");
        }

        /** Runs the programs, with its own sandbox, tools and limits; stays the caller's to close, after the model. */
        public Builder runner(ProgramRunner runner) {
            this.runner = Objects.requireNonNull(runner, "runner");
            return this;
        }

        /**
         * Adds the {@code @Tool} methods of beans; see {@link ToolCatalog}. Programs may call them, unless the
         * annotation's metadata says otherwise with {@code allowed_callers}.
         */
        public Builder tools(Object... beans) {
            tools.add(beans);
            hasTools = true;
            return ofOwnRunner("tools");
        }

        /** Adds tools that are no methods. */
        public Builder tools(Map<ToolSpecification, ToolExecutor> tools) {
            this.tools.add(tools);
            hasTools = true;
            return ofOwnRunner("tools");
        }

        /** The tools, where more than the defaults of {@link ToolCatalog} is wanted; instead of {@code tools(…)}. */
        public Builder catalog(ToolCatalog catalog) {
            this.catalog = Objects.requireNonNull(catalog, "catalog");
            return ofOwnRunner("catalog");
        }

        /**
         * Runs the tool calls of programs as they arrive, on this executor. Without it, they run one after the other
         * on the thread that called {@code chat}.
         */
        public Builder executeToolsConcurrently(Executor executor) {
            ownRunner.executeToolsConcurrently(executor);
            return ofOwnRunner("executeToolsConcurrently");
        }

        /** Time per tool call of a program; only with an executor. Default: 60 s. */
        public Builder toolTime(Duration toolTime) {
            ownRunner.toolTime(toolTime);
            return ofOwnRunner("toolTime");
        }

        /** What programs and sessions may use. Default: {@link Limits#DEFAULT}. */
        public Builder limits(Limits limits) {
            ownRunner.limits(limits);
            return ofOwnRunner("limits");
        }

        /** Decides on each tool call of a program before it runs. Default: all may. */
        public Builder policy(ToolPolicy policy) {
            ownRunner.policy(policy);
            return ofOwnRunner("policy");
        }

        /** Adds an observer of programs and their calls. */
        public Builder listener(PtcListener listener) {
            ownRunner.listener(listener);
            return ofOwnRunner("listener");
        }

        /** Calls of the decorated model per {@code chat} call; the last one is made without our tools. Default: 10. */
        public Builder maxRounds(int maxRounds) {
            this.maxRounds = maxRounds;
            return this;
        }

        /**
         * How often a call of the decorated model is repeated that fails after a program ran, on top of what the model
         * itself does. Default: 2.
         */
        public Builder modelRetries(int modelRetries) {
            this.modelRetries = modelRetries;
            return this;
        }

        /** Pause before the first such repetition; doubled for each further one. Default: 500 ms. */
        public Builder retryPause(Duration retryPause) {
            this.retryPause = Objects.requireNonNull(retryPause, "retryPause");
            return this;
        }

        /** What the model calls the code tool. Default: {@code execute_python}. */
        public Builder codeToolName(String codeToolName) {
            this.codeToolName = Objects.requireNonNull(codeToolName, "codeToolName");
            return this;
        }

        /**
         * Characters of a program's output and result together that the model gets to read; more is cut in the middle.
         * Default: 20,000.
         */
        public Builder outputCharacters(int outputCharacters) {
            this.outputCharacters = outputCharacters;
            return this;
        }

        /**
         * The model.
         *
         * @throws IllegalStateException if something required is missing, or given twice
         * @throws IllegalArgumentException if something does not fit; the message says what, where, and what to do
         */
        public PtcChatModel build() {
            ChatModel decorated = checkedModel();
            ChatSettings settings =
                    new ChatSettings(codeToolName, maxRounds, modelRetries, retryPause, outputCharacters);
            if (runner != null) {
                if (!runnerSettings.isEmpty()) {
                    throw new IllegalStateException("runner(…) brings its own sandbox, tools and limits: set "
                            + String.join(", ", runnerSettings) + " on the runner's builder instead");
                }
                return new PtcChatModel(decorated, loop(decorated, runner, settings), runner, false);
            }
            if (!hasSandbox) {
                throw new IllegalStateException("No sandbox: call sandbox(…), for example with EmbeddedSandbox of"
                        + " langchain4j-ptc-embedded, or runner(…)");
            }
            ProgramRunner own = ownRunner.catalog(checkedCatalog()).build();
            try {
                return new PtcChatModel(decorated, loop(decorated, own, settings), own, true);
            } catch (RuntimeException e) {
                own.close();
                throw e;
            }
        }

        private Builder ofOwnRunner(String setting) {
            if (!runnerSettings.contains(setting)) {
                runnerSettings.add(setting);
            }
            return this;
        }

        private ChatModel checkedModel() {
            if (model == null) {
                throw new IllegalStateException("No model: call model(…) with the ChatModel to decorate");
            }
            if (model instanceof PtcChatModel) {
                throw new IllegalArgumentException(
                        "model(…) got a PtcChatModel: decorate the original model, once, with" + " all tools");
            }
            return model;
        }

        private ToolCatalog checkedCatalog() {
            if (catalog != null && hasTools) {
                throw new IllegalStateException(
                        "Both tools(…) and catalog(…) were called: put all tools into the catalog");
            }
            if (catalog == null && !hasTools) {
                throw new IllegalStateException(
                        "No tools: call tools(…) with the objects whose @Tool methods programs may" + " call");
            }
            return catalog != null ? catalog : tools.build();
        }

        private static ChatLoop loop(ChatModel model, ProgramRunner runner, ChatSettings settings) {
            ToolCatalog catalog = runner.catalog();
            Stream.concat(catalog.programmatic().stream(), catalog.direct().stream())
                    .forEach(Builder::refuseServiceTools);
            if (catalog.programmatic().isEmpty()) {
                throw new IllegalArgumentException("None of the tools may be called by programs: add \"code\" to their"
                        + " allowed_callers, or use the model without PtcChatModel");
            }
            return new ChatLoop(model, runner, settings);
        }

        private static void refuseServiceTools(CatalogTool tool) {
            tool.needsAiService().ifPresent(reason -> {
                throw new IllegalArgumentException("Tool \"" + tool.name() + "\" " + reason
                        + ". Give the tool to the AI service instead of PtcChatModel.");
            });
        }
    }
}
