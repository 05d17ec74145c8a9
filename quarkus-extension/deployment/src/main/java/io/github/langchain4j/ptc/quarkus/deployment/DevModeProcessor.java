package io.github.langchain4j.ptc.quarkus.deployment;

import io.github.langchain4j.ptc.quarkus.runtime.config.PtcBuildConfig;
import io.github.langchain4j.ptc.quarkus.runtime.sandbox.SandboxShelf;
import io.quarkus.deployment.IsDevelopment;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.annotations.BuildSteps;
import io.quarkus.deployment.annotations.Produce;
import io.quarkus.deployment.builditem.CuratedApplicationShutdownBuildItem;
import io.quarkus.deployment.builditem.ServiceStartBuildItem;
import io.quarkus.dev.console.DevConsoleManager;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.logging.Logger;

/**
 * Has dev mode keep open sandboxes from one run of the application to the next, also while the extension is switched off
 * or the application cannot be built.
 */
@BuildSteps(onlyIf = IsDevelopment.class)
class DevModeProcessor {

    private static final Logger LOG = Logger.getLogger(DevModeProcessor.class);

    /** The class of the shelf is another one at run time: the build steps' copy must not be used. */
    @BuildStep
    @Produce(ServiceStartBuildItem.class)
    void keepSandboxes(PtcBuildConfig config, CuratedApplicationShutdownBuildItem end) {
        AtomicReference<AutoCloseable> place = DevConsoleManager.getGlobal(SandboxShelf.PLACE);
        if (place == null) {
            AtomicReference<AutoCloseable> made = new AtomicReference<>();
            DevConsoleManager.setGlobal(SandboxShelf.PLACE, made);
            end.addCloseTask(() -> empty(made), true);
        } else if (!config.enabled()) {
            empty(place);
        }
    }

    private static void empty(AtomicReference<AutoCloseable> place) {
        AutoCloseable shelf = place.getAndSet(null);
        if (shelf == null) {
            return;
        }
        try {
            shelf.close();
        } catch (Exception e) {
            LOG.warn("The sandboxes of programs could not be closed", e);
        }
    }
}
