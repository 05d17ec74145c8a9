package io.github.langchain4j.ptc.docker;

import java.io.File;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Tests that start engines of their own, which takes root and {@code dockerd}, beside what {@link RequiresDocker} asks
 * for. Left out, or failing, in the same way.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@RequiresDocker
@ExtendWith(RequiresPrivateEngine.Condition.class)
@interface RequiresPrivateEngine {

    /** Looks for {@code dockerd}, once. */
    final class Condition implements ExecutionCondition {

        private static final String MISSING =
                RequiresDocker.Condition.orElse("tests with Docker engines that go away", missing());

        private static String missing() {
            if (!"root".equals(System.getProperty("user.name"))) {
                return "only root can start an engine";
            }
            boolean found = Stream.of(System.getenv("PATH").split(File.pathSeparator))
                    .anyMatch(folder -> Files.isExecutable(Path.of(folder, "dockerd")));
            return found ? "" : "there is no dockerd on the search path";
        }

        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            return RequiresDocker.Condition.result(MISSING);
        }
    }
}
