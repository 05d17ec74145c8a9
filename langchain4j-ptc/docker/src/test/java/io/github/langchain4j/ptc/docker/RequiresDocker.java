package io.github.langchain4j.ptc.docker;

import com.github.dockerjava.core.DefaultDockerClientConfig;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Tests that need a Docker engine with both images of {@code sandbox-image}. Without one they are left out, and one line
 * of the output says so; they fail instead if the environment variable {@code PTC_REQUIRE_DOCKER} is {@code true}.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@ExtendWith(RequiresDocker.Condition.class)
@interface RequiresDocker {

    /** Asks the engine, once. */
    final class Condition implements ExecutionCondition {

        private static final String MISSING = orElse("all tests of the Docker sandbox", missing());

        /** What is missing, empty if nothing is; says once that tests are left out for it, or fails if they must not be. */
        static String orElse(String leftOut, String missing) {
            if (!missing.isEmpty()) {
                if (Boolean.parseBoolean(System.getenv("PTC_REQUIRE_DOCKER"))) {
                    throw new IllegalStateException("The tests with Docker are required, but " + missing);
                }
                System.out.println("LEFT OUT: " + leftOut + ", because " + missing);
            }
            return missing;
        }

        static ConditionEvaluationResult result(String missing) {
            return missing.isEmpty()
                    ? ConditionEvaluationResult.enabled("nothing is missing")
                    : ConditionEvaluationResult.disabled(missing);
        }

        private static String missing() {
            try (DockerEngine engine = new DockerEngine(
                    DefaultDockerClientConfig.createDefaultConfigBuilder().build())) {
                for (String image : new String[] {DockerSandbox.SLIM_IMAGE, DockerSandbox.DATA_IMAGE}) {
                    if (!engine.hasImage(image)) {
                        return "the engine does not have the image " + image + "; build it with sandbox-image/build";
                    }
                }
                return "";
            } catch (RuntimeException e) {
                return "there is no Docker engine to be used (" + e.getMessage() + ")";
            }
        }

        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            return result(MISSING);
        }
    }
}
