package io.github.langchain4j.ptc.quarkus.runtime;

import io.github.langchain4j.ptc.catalog.ToolCatalog;
import io.github.langchain4j.ptc.codetool.ImagesToModel;
import io.github.langchain4j.ptc.codetool.Retries;
import io.github.langchain4j.ptc.codetool.SessionScope;
import io.github.langchain4j.ptc.embedded.EmbeddedSandbox;
import io.github.langchain4j.ptc.program.ProgramRunner;
import io.github.langchain4j.ptc.service.ServiceRuntime;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.util.List;

/** Where the programs of the application's AI services run. Thread-safe. */
@Singleton
public class ServiceRuntimes {

    private final EmbeddedSandbox sandbox = EmbeddedSandbox.create();
    private final ServiceRuntime runtime = new ServiceRuntime(
            ProgramRunner.builder().sandbox(sandbox).catalog(ToolCatalog.EMPTY).build(),
            SessionScope.CONVERSATION,
            "execute_python",
            Retries.DEFAULT,
            20_000,
            List.of(),
            ImagesToModel.NONE);

    /**
     * The runtime for an AI service; made on its first use.
     *
     * @param service the name of its interface
     */
    public ServiceRuntime of(String service) {
        return runtime;
    }

    @PreDestroy
    void close() {
        runtime.close();
        sandbox.close();
    }
}
