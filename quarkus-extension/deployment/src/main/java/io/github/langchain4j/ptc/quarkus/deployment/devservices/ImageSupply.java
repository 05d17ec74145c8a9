package io.github.langchain4j.ptc.quarkus.deployment.devservices;

import io.github.langchain4j.ptc.quarkus.runtime.config.SandboxConfig.DockerConfig;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Sees to it that the engine has the image of a sandbox: looks for it, and builds or pulls it if it is missing. Each is
 * tried once; what came of it is remembered as long as the map that it is given lives. Thread-safe.
 */
final class ImageSupply {

    private static final Logger LOG = Logger.getLogger(ImageSupply.class);
    private static final String THERE = "";

    private final Map<String, String> outcomes;

    /** @param outcomes of earlier tries, a concurrent map */
    ImageSupply(Map<String, String> outcomes) {
        this.outcomes = outcomes;
    }

    /** Why the sandbox cannot be used, in words; empty if it can. */
    Optional<String> obstacle(DockerConfig docker) {
        String key = docker.image() + " " + docker.pullPolicy() + " " + docker.host() + " " + docker.tlsVerify() + " "
                + docker.certPath();
        return Optional.of(outcomes.computeIfAbsent(key, missing -> supply(docker)))
                .filter(outcome -> !outcome.equals(THERE));
    }

    private static String supply(DockerConfig docker) {
        try (ImageEngine engine = new ImageEngine(docker)) {
            try {
                engine.ping();
            } catch (RuntimeException e) {
                return "there is no Docker engine at " + engine.host() + " (" + said(e) + ")";
            }
            return engine.has(docker.image()) ? THERE : supply(engine, docker);
        } catch (RuntimeException e) {
            return "the Docker engine could not be used: " + said(e);
        }
    }

    private static String supply(ImageEngine engine, DockerConfig docker) {
        String image = docker.image();
        Optional<String> stage = ImageContext.stage(image);
        if (docker.pullPolicy().strip().toLowerCase(Locale.ROOT).equals("never")) {
            return "the engine does not have the image " + image + ", and docker.pull-policy is \"never\"";
        }
        try {
            if (stage.isPresent()) {
                engine.build(image, stage.get(), docker.pullTimeout());
            } else {
                engine.pull(image, docker.pullTimeout());
            }
            LOG.infof("The sandbox image %s is there", image);
            return THERE;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "the wait for the image " + image + " was interrupted";
        } catch (RuntimeException e) {
            return "the image " + image + " could not be " + (stage.isPresent() ? "built" : "pulled") + ": " + said(e);
        }
    }

    private static String said(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return String.valueOf(cause.getMessage()).replaceAll("\\s+", " ").strip();
    }
}
