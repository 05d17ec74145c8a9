package io.github.langchain4j.ptc.quarkus.it.calls;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import io.github.langchain4j.ptc.docker.DockerSandbox;
import java.io.IOException;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Tests that need a Docker engine with the slim image of {@code sandbox-image}. Without one they are left out, and one line
 * of the output says so; they fail instead if the environment variable {@code PTC_REQUIRE_DOCKER} is {@code true}.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(RequiresDocker.Condition.class)
@interface RequiresDocker {

    /** Asks the engine. */
    final class Condition implements ExecutionCondition {

        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            if (context.getTestMethod().isPresent()) {
                return ConditionEvaluationResult.enabled("asked for the class");
            }
            String missing = missing();
            if (missing.isEmpty()) {
                return ConditionEvaluationResult.enabled("nothing is missing");
            }
            if (Boolean.parseBoolean(System.getenv("PTC_REQUIRE_DOCKER"))) {
                throw new IllegalStateException("The tests with Docker are required, but " + missing);
            }
            System.out.println("LEFT OUT: " + context.getDisplayName() + ", because " + missing);
            return ConditionEvaluationResult.disabled(missing);
        }

        private static String missing() {
            DockerClientConfig config =
                    DefaultDockerClientConfig.createDefaultConfigBuilder().build();
            try (DockerClient engine = DockerClientImpl.getInstance(
                    config,
                    new ZerodepDockerHttpClient.Builder()
                            .dockerHost(config.getDockerHost())
                            .sslConfig(config.getSSLConfig())
                            .build())) {
                engine.inspectImageCmd(DockerSandbox.SLIM_IMAGE).exec();
                return "";
            } catch (NotFoundException e) {
                return "the engine does not have the image " + DockerSandbox.SLIM_IMAGE
                        + "; build it with sandbox-image/build";
            } catch (IOException | RuntimeException e) {
                return "there is no Docker engine to be used (" + e.getMessage() + ")";
            }
        }
    }
}
