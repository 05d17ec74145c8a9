package io.github.langchain4j.ptc;

import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.service.tool.ToolExecutor;
import io.github.langchain4j.ptc.catalog.CatalogTool;
import io.github.langchain4j.ptc.catalog.ToolCatalog;
import io.github.langchain4j.ptc.chat.ChatLoop;
import io.github.langchain4j.ptc.chat.ChatSettings;
import io.github.langchain4j.ptc.codetool.ImagesToModel;
import io.github.langchain4j.ptc.codetool.SessionScope;
import io.github.langchain4j.ptc.codetool.ToolCalling;
import io.github.langchain4j.ptc.engine.Limits;
import io.github.langchain4j.ptc.program.ProgramRunner;
import io.github.langchain4j.ptc.program.ProgramSession;
import io.github.langchain4j.ptc.program.PtcListener;
import io.github.langchain4j.ptc.program.ToolPolicy;
import io.github.langchain4j.ptc.sandbox.Sandbox;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executor;

/**
 * What the builders of {@link PtcChatModel} and of its streaming twin share. Either a sandbox and tools are given, and
 * the model makes its own runner, or a {@link ProgramRunner} that has both. Not thread-safe.
 *
 * @param <B> the builder itself
 */
public abstract class PtcModelBuilder<B extends PtcModelBuilder<B>> {

    /** What a decorated model consists of beside the model. */
    record Parts(ChatLoop loop, ProgramRunner runner, boolean ownsRunner) implements AutoCloseable {

        @Override
        public void close() {
            loop.close();
            if (ownsRunner) {
                runner.close();
            }
        }
    }

    private final List<String> runnerSettings = new ArrayList<>();
    private final ProgramRunner.Builder ownRunner = ProgramRunner.builder();
    private final ToolCatalog.Builder tools = ToolCatalog.builder();
    private final ChatSettings.Builder settings = ChatSettings.builder();
    private ProgramRunner runner;
    private ProgramSession session;
    private ToolCatalog catalog;

    PtcModelBuilder() {}

    abstract B self();

    /** Where programs run; stays the caller's to close, after the model. */
    public final B sandbox(Sandbox sandbox) {
        ownRunner.sandbox(sandbox);
        return ofOwnRunner("sandbox");
    }

    /** Runs the programs, with its own sandbox, tools and limits; stays the caller's to close, after the model. */
    public final B runner(ProgramRunner runner) {
        this.runner = Objects.requireNonNull(runner, "runner");
        return self();
    }

    /**
     * Adds the {@code @Tool} methods of beans; see {@link ToolCatalog}. Programs may call them, unless the
     * annotation's metadata says otherwise with {@code allowed_callers}.
     */
    public final B tools(Object... beans) {
        tools.add(beans);
        return ofOwnRunner("tools");
    }

    /** Adds tools that are no methods. */
    public final B tools(Map<ToolSpecification, ToolExecutor> tools) {
        this.tools.add(tools);
        return ofOwnRunner("tools");
    }

    /**
     * Says what tools of the requests return, which their specifications do not: what the {@code @Tool} methods of the
     * same names do, of beans or classes. Nothing of them is called here.
     */
    public final B describe(Object... beansOrClasses) {
        tools.describe(beansOrClasses);
        return ofOwnRunner("describe");
    }

    /** The tools, where more than the defaults of {@link ToolCatalog} is wanted; instead of {@code tools(…)}. */
    public final B catalog(ToolCatalog catalog) {
        this.catalog = Objects.requireNonNull(catalog, "catalog");
        return ofOwnRunner("catalog");
    }

    /**
     * Runs the tool calls of programs as they arrive, on this executor. Without it, they run one after the other
     * on the thread that called {@code chat}.
     */
    public final B executeToolsConcurrently(Executor executor) {
        ownRunner.executeToolsConcurrently(executor);
        return ofOwnRunner("executeToolsConcurrently");
    }

    /** Time per tool call of a program; only with an executor. Default: 60 s. */
    public final B toolTime(Duration toolTime) {
        ownRunner.toolTime(toolTime);
        return ofOwnRunner("toolTime");
    }

    /** What programs and sessions may use. Default: {@link Limits#DEFAULT}. */
    public final B limits(Limits limits) {
        ownRunner.limits(limits);
        return ofOwnRunner("limits");
    }

    /** Decides on each tool call of a program before it runs. Default: all may. */
    public final B policy(ToolPolicy policy) {
        ownRunner.policy(policy);
        return ofOwnRunner("policy");
    }

    /** Adds an observer of programs and their calls. */
    public final B listener(PtcListener listener) {
        ownRunner.listener(listener);
        return ofOwnRunner("listener");
    }

    /** Calls of the decorated model per {@code chat} call; in the last one our tools cannot be used. Default: 10. */
    public final B maxRounds(int maxRounds) {
        settings.maxRounds(maxRounds);
        return self();
    }

    /**
     * How often a call of the decorated model is repeated that fails after a program ran, on top of what the model
     * itself does. Default: 2.
     */
    public final B modelRetries(int modelRetries) {
        settings.modelRetries(modelRetries);
        return self();
    }

    /** Pause before the first such repetition; doubled for each further one. Default: 500 ms. */
    public final B retryPause(Duration retryPause) {
        settings.retryPause(retryPause);
        return self();
    }

    /**
     * Runs all programs in this session, which stays the caller's to close: the model is for one conversation, one
     * question at a time, and its programs find what others left in the session. To be used with {@link #runner}, whose
     * tools they call. When the session has ended, programs are a {@code SandboxUnavailableException}.
     */
    public final B session(ProgramSession session) {
        this.session = Objects.requireNonNull(session, "session");
        return self();
    }

    /**
     * How long variables and files of programs live. With {@link SessionScope#CONVERSATION} the conversation is known by
     * the attribute {@code ptc} of messages; a history that is not its newest gets a session of its own. Default: {@link
     * SessionScope#CALL}.
     */
    public final B sessionScope(SessionScope scope) {
        settings.sessionScope(scope);
        return self();
    }

    /**
     * How many tool calls of a program go out to the caller in one message. With more than 8, a chat memory of ten
     * messages drops the message that they belong to. Default: 8.
     */
    public final B callsPerPause(int calls) {
        settings.callsPerPause(calls);
        return self();
    }

    /**
     * How often the programs of one question may wait for the caller; after that their calls of its tools fail. Keep it
     * below the caller's own limit of tool rounds. Default: 50.
     */
    public final B maxPauses(int maxPauses) {
        settings.maxPauses(maxPauses);
        return self();
    }

    /** How long a program waits for the caller's results before it is ended. Default: 15 minutes. */
    public final B pauseTime(Duration time) {
        settings.pauseTime(time);
        return self();
    }

    /** How many programs may wait for callers at once; for another, the longest waiting is ended. Default: 32. */
    public final B maxSuspended(int programs) {
        settings.maxSuspended(programs);
        return self();
    }

    /**
     * How the model is told of the code tool, and how it calls it: a model without tool calling writes its programs into
     * its replies. Default: {@link ToolCalling#NATIVE}.
     */
    public final B toolCalling(ToolCalling toolCalling) {
        settings.toolCalling(toolCalling);
        return self();
    }

    /** What the model calls the code tool. Default: {@code execute_python}. */
    public final B codeToolName(String codeToolName) {
        settings.codeToolName(codeToolName);
        return self();
    }

    /**
     * Characters of a program's output and result together that the model gets to read; more is cut in the middle.
     * Default: 20,000.
     */
    public final B outputCharacters(int outputCharacters) {
        settings.outputCharacters(outputCharacters);
        return self();
    }

    /**
     * Shows the model the images that its programs leave, such as figures of matplotlib; only for models that take images.
     * Default: {@link ImagesToModel#NONE}.
     */
    public final B imagesToModel(ImagesToModel images) {
        settings.imagesToModel(images);
        return self();
    }

    /** Builds everything but the model. */
    final Parts parts() {
        if (session != null) {
            settings.sessionScope(SessionScope.CONVERSATION);
        }
        ChatSettings checked = settings.build();
        if (runner != null) {
            if (!runnerSettings.isEmpty()) {
                throw new IllegalStateException("runner(…) brings its own sandbox, tools and limits: set "
                        + String.join(", ", runnerSettings) + " on the runner's builder instead");
            }
            return new Parts(loop(runner, checked), runner, false);
        }
        if (session != null) {
            throw new IllegalStateException("session(…) needs the runner that opened it: call runner(…)");
        }
        if (!runnerSettings.contains("sandbox")) {
            throw new IllegalStateException("No sandbox: call sandbox(…), for example with EmbeddedSandbox of"
                    + " langchain4j-ptc-embedded, or runner(…)");
        }
        ProgramRunner own = ownRunner.catalog(checkedCatalog()).build();
        try {
            return new Parts(loop(own, checked), own, true);
        } catch (RuntimeException e) {
            own.close();
            throw e;
        }
    }

    private B ofOwnRunner(String setting) {
        if (!runnerSettings.contains(setting)) {
            runnerSettings.add(setting);
        }
        return self();
    }

    private ToolCatalog checkedCatalog() {
        boolean tooMuch = runnerSettings.contains("tools") || runnerSettings.contains("describe");
        if (catalog != null && tooMuch) {
            throw new IllegalStateException("Both " + (runnerSettings.contains("tools") ? "tools(…)" : "describe(…)")
                    + " and catalog(…) were called: put all tools and descriptions into the catalog");
        }
        return catalog != null ? catalog : tools.build();
    }

    private ChatLoop loop(ProgramRunner runner, ChatSettings settings) {
        ToolCatalog catalog = runner.catalog();
        catalog.direct().forEach(PtcModelBuilder::refuseServiceTools); // the runner refused those for programs
        if (catalog.programmatic().isEmpty() && !catalog.direct().isEmpty()) {
            throw new IllegalArgumentException("None of the tools may be called by programs: add \"code\" to their"
                    + " allowed_callers, or use the model without PtcChatModel");
        }
        return session == null ? new ChatLoop(runner, settings) : new ChatLoop(runner, session, settings);
    }

    private static void refuseServiceTools(CatalogTool tool) {
        tool.needsAiService().ifPresent(reason -> {
            throw new IllegalArgumentException("Tool \"" + tool.name() + "\" " + reason
                    + ". Give the tool to an AI service (PtcAiServices) instead of the decorated model.");
        });
    }
}
