package io.github.langchain4j.ptc.quarkus;

import io.github.langchain4j.ptc.catalog.Caller;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says who may call a {@code @Tool} method: programs, the model itself, or both. The same as {@code @Tool(metadata =
 * "{\"allowed_callers\": [\"direct\"]}")}; both on one method must say the same. Without either, programs may, and the
 * model may not.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface AllowedCallers {

    /** Who may call the tool; at least one. */
    Caller[] value();
}
