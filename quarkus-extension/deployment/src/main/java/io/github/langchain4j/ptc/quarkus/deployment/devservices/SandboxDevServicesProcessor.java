package io.github.langchain4j.ptc.quarkus.deployment.devservices;

import io.github.langchain4j.ptc.quarkus.runtime.config.PtcBuildConfig;
import io.quarkus.bootstrap.classloading.QuarkusClassLoader;
import io.quarkus.deployment.IsDevServicesSupportedByLaunchMode;
import io.quarkus.deployment.annotations.BuildProducer;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.annotations.BuildSteps;
import io.quarkus.deployment.builditem.DevServicesResultBuildItem;
import io.quarkus.deployment.dev.devservices.DevServicesConfig;
import io.quarkus.dev.console.DevConsoleManager;
import io.smallrye.config.SmallRyeConfig;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jboss.logging.Logger;

/** Gets the image of Docker sandboxes in dev and test mode, or has the embedded sandbox stand in for them. */
@BuildSteps(
        onlyIf = {
            IsDevServicesSupportedByLaunchMode.class,
            DevServicesConfig.Enabled.class,
            SandboxDevServicesProcessor.Enabled.class
        })
class SandboxDevServicesProcessor {

    private static final Logger LOG = Logger.getLogger(SandboxDevServicesProcessor.class);

    /**
     * Where the outcomes are kept, and what was reported of them, as long as the JVM or dev mode lives: a map of strings, as
     * the build steps' classes are loaded anew for each application of a test run.
     */
    private static final String OUTCOMES = SandboxDevServicesProcessor.class.getName();

    /** Whether the extension and its Dev Services do anything. */
    static final class Enabled implements BooleanSupplier {

        private final PtcBuildConfig config;

        Enabled(PtcBuildConfig config) {
            this.config = config;
        }

        @Override
        public boolean getAsBoolean() {
            return config.enabled() && config.devservices().enabled();
        }
    }

    @BuildStep
    void images(BuildProducer<ReplacedSandboxBuildItem> replaced, BuildProducer<DevServicesResultBuildItem> services) {
        if (!QuarkusClassLoader.isClassPresentAtRuntime("io.github.langchain4j.ptc.docker.DockerSandbox")) {
            return;
        }
        Map<String, String> outcomes = outcomes();
        ImageSupply supply = new ImageSupply(outcomes);
        Map<String, String> shown = new TreeMap<>();
        for (DockerSandboxConfig sandbox : dockerSandboxes()) {
            Optional<String> obstacle = supply.obstacle(sandbox.image());
            obstacle.filter(why -> !why.equals(outcomes.put("reported of " + sandbox.prefix(), why)))
                    .ifPresent(why -> report(sandbox, why));
            if (obstacle.isPresent() && sandbox.mayBeReplaced()) {
                replaced.produce(new ReplacedSandboxBuildItem(sandbox.name()));
                shown.put(sandbox.prefix() + "type", "embedded");
            }
        }
        if (!shown.isEmpty()) {
            // For the Dev UI; it would not override a type that the application sets.
            services.produce(DevServicesResultBuildItem.discovered()
                    .feature("langchain4j-ptc")
                    .description("the embedded sandbox instead of Docker")
                    .config(shown)
                    .build());
        }
    }

    private static synchronized Map<String, String> outcomes() {
        Map<String, String> outcomes = DevConsoleManager.getGlobal(OUTCOMES);
        if (outcomes == null) {
            outcomes = new ConcurrentHashMap<>();
            DevConsoleManager.setGlobal(OUTCOMES, outcomes);
        }
        return outcomes;
    }

    private static List<DockerSandboxConfig> dockerSandboxes() {
        boolean embedded =
                QuarkusClassLoader.isClassPresentAtRuntime("io.github.langchain4j.ptc.embedded.EmbeddedSandbox");
        try {
            return DockerSandboxConfig.all(ConfigProvider.getConfig().unwrap(SmallRyeConfig.class), embedded);
        } catch (RuntimeException e) {
            // The application reads the same when it starts, and says better what is wrong.
            LOG.debug("The configuration of the sandboxes cannot be read", e);
            return List.of();
        }
    }

    private static void report(DockerSandboxConfig sandbox, String why) {
        String mend = " Mend that and start anew, or choose with " + sandbox.prefix() + "type and " + sandbox.prefix()
                + "docker.*.";
        LOG.warnf(
                "Programs of models cannot run in containers: %s. %s%s",
                why,
                sandbox.mayBeReplaced()
                        ? "They run in the embedded sandbox instead, inside this JVM, until the end of this run."
                        : "They will fail: for the embedded sandbox to stand in, the application needs the dependency"
                                + " io.github.langchain4j-ptc:langchain4j-ptc-embedded and no"
                                + " quarkus.langchain4j.ptc.trust-level above \"embedded\".",
                mend);
    }
}
