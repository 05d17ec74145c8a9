package io.github.langchain4j.ptc.agentcore;

import io.github.langchain4j.ptc.sandbox.SandboxUnavailableException;
import io.github.langchain4j.ptc.testkit.LocalPythonSandbox;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Skips a test class, loudly, where no Python can be used; where the environment says CI=true it fails instead. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(RequiresPython.Condition.class)
@interface RequiresPython {

    /** Looks for the Python. */
    final class Condition implements ExecutionCondition {

        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            try {
                return ConditionEvaluationResult.enabled("found " + LocalPythonSandbox.configuredPython());
            } catch (SandboxUnavailableException e) {
                if ("true".equals(System.getenv("CI"))) {
                    throw e;
                }
                if (context.getTestMethod().isEmpty()) {
                    System.err.println(
                            "!!! SKIPPED: " + context.getDisplayName() + " needs a Python. " + e.getMessage());
                }
                return ConditionEvaluationResult.disabled(e.getMessage());
            }
        }
    }
}
