package io.github.langchain4j.ptc.samples.expense.web;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Tests that need Chromium or Chrome. Without one they are left out, and one line of the output says so; they fail instead
 * if the environment variable {@code PTC_REQUIRE_CHROMIUM} is {@code true}.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@ExtendWith(RequiresChromium.Condition.class)
@interface RequiresChromium {

    /** Looks for the browser. */
    final class Condition implements ExecutionCondition {

        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            if (Chromium.find().isPresent()) {
                return ConditionEvaluationResult.enabled("there is a browser");
            }
            String missing = "there is no chromium, chromium-browser or google-chrome on the path";
            if (Boolean.parseBoolean(System.getenv("PTC_REQUIRE_CHROMIUM"))) {
                throw new IllegalStateException("The tests with Chromium are required, but " + missing);
            }
            System.out.println("LEFT OUT: all tests of the sample's page, because " + missing);
            return ConditionEvaluationResult.disabled(missing);
        }
    }
}
