package io.github.langchain4j.ptc.service;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.service.tool.AiServiceTool;
import dev.langchain4j.service.tool.BeforeToolExecution;
import dev.langchain4j.service.tool.ToolExecution;
import dev.langchain4j.service.tool.ToolExecutor;
import io.github.langchain4j.ptc.codetool.CodeRun;
import io.github.langchain4j.ptc.codetool.ShownImages;
import io.github.langchain4j.ptc.engine.CancelReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Function;

/** One call of an AI service's method, as far as programs are concerned. Thread-safe. */
final class Invocation {

    /**
     * Who watches the tools of a token stream; null where nobody does.
     *
     * @param before called before each tool
     * @param after called after it
     */
    record Observers(Consumer<BeforeToolExecution> before, Consumer<ToolExecution> after) {

        static final Observers NONE = new Observers(null, null);
    }

    private final String codeToolName;
    private final Workspace workspace;
    private final ShownImages images;
    private final Function<List<AiServiceTool>, ToolSplit> splitter;
    private final Map<String, ToolExecutor> executors = new ConcurrentHashMap<>();
    private final Set<CodeRun> running = ConcurrentHashMap.newKeySet();
    private final List<AiServiceTool> tools; // guarded by this
    private volatile ToolSplit split;
    private volatile Observers observers = Observers.NONE;
    private ChatResponse last; // guarded by this, as what follows
    private ProgramsOfReply programs;
    private volatile boolean over;
    private volatile Executor closer = Runnable::run;

    /**
     * @param codeToolName what the model calls the code tool
     * @param workspace where its programs run
     * @param images keeps those that its programs make
     * @param tools of the service, to begin with
     * @param splitter decides what is for programs
     */
    Invocation(
            String codeToolName,
            Workspace workspace,
            ShownImages images,
            List<AiServiceTool> tools,
            Function<List<AiServiceTool>, ToolSplit> splitter) {
        this.codeToolName = codeToolName;
        this.workspace = workspace;
        this.images = images;
        this.splitter = splitter;
        this.tools = new ArrayList<>(tools);
        this.split = splitter.apply(tools);
        this.programs = new ProgramsOfReply(List.of(), Optional.empty());
        tools.forEach(tool -> executors.put(tool.name(), tool.toolExecutor()));
    }

    /** What is for programs now. */
    ToolSplit split() {
        return split;
    }

    /** Adds tools that are new. */
    synchronized void add(List<AiServiceTool> added) {
        List<AiServiceTool> all = new ArrayList<>(tools);
        added.stream().filter(tool -> !executors.containsKey(tool.name())).forEach(all::add);
        if (all.size() > tools.size()) {
            split = splitter.apply(all);
            all.forEach(tool -> executors.putIfAbsent(tool.name(), tool.toolExecutor()));
            tools.clear();
            tools.addAll(all);
        }
    }

    synchronized boolean knows(String tool) {
        return executors.containsKey(tool);
    }

    ToolExecutor executor(String tool) {
        return executors.get(tool);
    }

    Workspace workspace() {
        return workspace;
    }

    ShownImages images() {
        return images;
    }

    Observers observers() {
        return observers;
    }

    void observers(Observers observers) {
        this.observers = observers;
    }

    /** The model has answered; its tool calls follow. The same response may be told twice. */
    synchronized void responded(ChatResponse response) {
        if (response != last) {
            last = response;
            programs = ProgramsOfReply.of(response, codeToolName);
        }
    }

    /** The place of a program in the last response; empty if it is not of that. */
    synchronized Optional<ProgramsOfReply.Place> place(ToolExecutionRequest request) {
        return programs.bring(request);
    }

    /** A program runs; it is ended with the invocation. */
    void started(CodeRun run) {
        running.add(run);
        if (over) {
            run.cancel(CancelReason.CALLER);
        }
    }

    void finished(CodeRun run) {
        running.remove(run);
    }

    boolean isOver() {
        return over;
    }

    /** From now on, what blocks at the end is done elsewhere: the thread that ends the invocation is not ours. */
    void closeOn(Executor workers) {
        closer = task -> {
            try {
                workers.execute(task);
            } catch (RejectedExecutionException e) {
                task.run();
            }
        };
    }

    /** The service has answered or failed. Idempotent. */
    void end() {
        over = true;
        synchronized (this) {
            programs.end();
        }
        running.forEach(run -> run.cancel(CancelReason.CALLER));
        images.end();
        closer.execute(workspace::close);
    }
}
