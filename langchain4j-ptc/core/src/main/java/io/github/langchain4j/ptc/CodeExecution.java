package io.github.langchain4j.ptc;

import io.github.langchain4j.ptc.catalog.ToolCatalog;
import io.github.langchain4j.ptc.codetool.ImagesToModel;
import io.github.langchain4j.ptc.codetool.Retries;
import io.github.langchain4j.ptc.codetool.SessionScope;
import io.github.langchain4j.ptc.engine.Limits;
import io.github.langchain4j.ptc.program.ProgramRunner;
import io.github.langchain4j.ptc.program.PtcListener;
import io.github.langchain4j.ptc.program.ToolPolicy;
import io.github.langchain4j.ptc.sandbox.Sandbox;
import io.github.langchain4j.ptc.service.ServiceRuntime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Where and how AI services run the programs of their models: made once, and given to any number of services, see
 * {@link PtcAiServices}.
 *
 * <pre>{@code
 * CodeExecution code = CodeExecution.builder()
 *         .sandbox(sandbox)
 *         .limits(limits)
 *         .policy(policy)
 *         .build();
 * Assistant assistant = PtcAiServices.builder(Assistant.class, code)
 *         .chatModel(model)
 *         .tools(new Expenses())
 *         .build();
 * }</pre>
 *
 * <p>The limit on sessions holds for all these services together; sessions themselves are never shared. Immutable and
 * thread-safe. Closing it ends all sessions, and its services can run no more programs; the sandbox stays the caller's
 * to close, afterwards.
 */
public final class CodeExecution implements AutoCloseable {

    private final ServiceRuntime runtime;

    private CodeExecution(Builder builder) {
        ProgramRunner runner = builder.runner.catalog(ToolCatalog.EMPTY).build();
        try {
            runtime = new ServiceRuntime(
                    runner,
                    builder.sessionScope,
                    builder.codeToolName,
                    builder.retries,
                    builder.outputCharacters,
                    builder.described,
                    builder.images);
        } catch (RuntimeException e) {
            runner.close();
            throw e;
        }
    }

    /** A builder; {@code sandbox} is required. */
    public static Builder builder() {
        return new Builder();
    }

    /** With the defaults. */
    public static CodeExecution of(Sandbox sandbox) {
        return builder().sandbox(sandbox).build();
    }

    ServiceRuntime runtime() {
        return runtime;
    }

    /** Sessions that are open now. */
    public int openSessions() {
        return runtime.openSessions();
    }

    /**
     * Opens no more sessions, gives running programs time to end, then closes.
     *
     * @throws InterruptedException if the thread is interrupted; everything is closed then, too
     */
    public void shutdown(Duration grace) throws InterruptedException {
        runtime.shutdown(grace);
    }

    /** Ends all programs and sessions at once. Idempotent. */
    @Override
    public void close() {
        runtime.close();
    }

    /** Collects settings. Not thread-safe. */
    public static final class Builder {

        private final ProgramRunner.Builder runner = ProgramRunner.builder();
        private final List<Object> described = new ArrayList<>();
        private SessionScope sessionScope = SessionScope.CONVERSATION;
        private String codeToolName = "execute_python";
        private Retries retries = Retries.DEFAULT;
        private int outputCharacters = 20_000;
        private ImagesToModel images = ImagesToModel.NONE;

        private Builder() {}

        /** Where programs run; stays the caller's to close, after this. Required. */
        public Builder sandbox(Sandbox sandbox) {
            runner.sandbox(sandbox);
            return this;
        }

        /** What programs and sessions may use. Default: {@link Limits#DEFAULT}. */
        public Builder limits(Limits limits) {
            runner.limits(limits);
            return this;
        }

        /** Decides on each tool call of a program before it runs. Default: all may. */
        public Builder policy(ToolPolicy policy) {
            runner.policy(policy);
            return this;
        }

        /** Adds an observer of programs and their calls. */
        public Builder listener(PtcListener listener) {
            runner.listener(listener);
            return this;
        }

        /**
         * Time per tool call of a program; only in services with {@code executeToolsConcurrently}. Default: 60 s.
         */
        public Builder toolTime(Duration toolTime) {
            runner.toolTime(toolTime);
            return this;
        }

        /**
         * How long variables live. Default: {@link SessionScope#CONVERSATION}, which is as long as the conversation of a
         * memory id is used; services without a chat memory have no conversations, and each call of them starts afresh.
         */
        public Builder sessionScope(SessionScope sessionScope) {
            this.sessionScope = Objects.requireNonNull(sessionScope, "sessionScope");
            return this;
        }

        /**
         * How often a call of the model is repeated that fails after a program ran, on top of what the model itself does.
         * Default: 2.
         */
        public Builder modelRetries(int modelRetries) {
            retries = new Retries(modelRetries, retries.pause());
            return this;
        }

        /** Pause before the first such repetition; doubled for each further one. Default: 500 ms. */
        public Builder retryPause(Duration retryPause) {
            retries = new Retries(retries.times(), retryPause);
            return this;
        }

        /** What models call the code tool. Default: {@code execute_python}. */
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
         * Shows models the images that their programs leave, such as figures of matplotlib; only for models that take images.
         * They are in no chat memory and no event; a store that drops attributes of tool results keeps them from the model.
         * Default: {@link ImagesToModel#NONE}.
         */
        public Builder imagesToModel(ImagesToModel images) {
            this.images = Objects.requireNonNull(images, "imagesToModel");
            return this;
        }

        /**
         * Says what tools that come without a bean return: what the {@code @Tool} methods of the same names do, of beans or
         * classes. Nothing of them is called, and methods whose tool a service does not have are ignored.
         */
        public Builder describe(Object... beansOrClasses) {
            described.addAll(List.of(beansOrClasses));
            return this;
        }

        /**
         * The settings, in force.
         *
         * @throws IllegalStateException if the sandbox is missing
         * @throws IllegalArgumentException if a setting is out of range
         */
        public CodeExecution build() {
            return new CodeExecution(this);
        }
    }
}
