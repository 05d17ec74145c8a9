package io.github.langchain4j.ptc.quarkus.runtime;

import io.github.langchain4j.ptc.quarkus.runtime.sandbox.Sandboxes;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;

/** Ends all programs while the beans are still there that their tools need. */
@Singleton
class StopPrograms {

    /** Before the application's own observers, which may close what tools use. */
    void stop(
            @Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) ShutdownEvent event,
            ServiceRuntimes runtimes,
            ProgrammaticModels models,
            Sandboxes sandboxes) {
        runtimes.close();
        models.close();
        sandboxes.close();
    }
}
