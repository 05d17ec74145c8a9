package io.github.langchain4j.ptc.quarkus.runtime;

import io.github.langchain4j.ptc.quarkus.runtime.sandbox.Sandboxes;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** Lets the application start only with a configuration that can work. */
@Singleton
class StartCheck {

    /**
     * Checks the configuration, and opens the sandboxes that keep interpreters ready or that say only then what is wrong
     * with their settings; in production all, so that the first request does not wait for them.
     *
     * @throws io.quarkus.runtime.configuration.ConfigurationException naming the key, what is wrong and what to do
     */
    void check(@Observes StartupEvent start, Sandboxes sandboxes, Services services, ServiceRuntimes runtimes) {
        services.check(sandboxes.names());
        runtimes.check();
        sandboxes.ofStart().forEach(runtimes::of);
    }
}
