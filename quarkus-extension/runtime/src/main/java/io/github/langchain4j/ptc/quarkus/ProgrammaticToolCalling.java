package io.github.langchain4j.ptc.quarkus;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says of an AI service, or of one of its methods, whether and where the tools are called by programs of the model. Without
 * it, {@code quarkus.langchain4j.ptc.all-services} decides. The configuration of a service, {@code
 * quarkus.langchain4j.ptc.services."com.acme.Assistant".enabled} and {@code .sandbox}, counts more than the annotation of
 * its type, and that of a method counts more than both. Whoever calls a service can decide for one call, see {@link
 * #ENABLED}.
 */
@Documented
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
public @interface ProgrammaticToolCalling {

    /**
     * The invocation parameter, {@code true} or {@code false}, by which a caller decides for one call of a service. It counts
     * more than all else:
     *
     * <pre>{@code
     * @RegisterAiService
     * interface Assistant {
     *     String chat(@UserMessage String question, InvocationParameters parameters);
     * }
     *
     * assistant.chat(question, InvocationParameters.from(ProgrammaticToolCalling.ENABLED, false));
     * }</pre>
     */
    String ENABLED = "ptc.enabled";

    /** Whether programs call the tools; if not, the model calls them one by one, in the ordinary way. */
    boolean enabled() default true;

    /**
     * The name of the sandbox, as in {@code quarkus.langchain4j.ptc.sandboxes.<name>}; empty for the default one. Of a
     * type only.
     */
    String sandbox() default "";
}
