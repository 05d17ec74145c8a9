package io.github.langchain4j.ptc.quarkus;

import jakarta.enterprise.util.AnnotationLiteral;
import jakarta.inject.Qualifier;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Asks for a chat model with programmatic tool calling:
 *
 * <pre>{@code
 * @Inject
 * @Programmatic
 * ChatModel model;
 * }</pre>
 *
 * <p>It is the application's {@code ChatModel} or {@code StreamingChatModel}, decorated: programs call the tools of each
 * request, and their calls come out as ordinary tool requests, which the caller executes; see {@link
 * io.github.langchain4j.ptc.PtcChatModel#wrap}. AI services do not need it. With {@code @ModelName("x")} beside it, it is the model of that name.
 *
 * <p>The bean is made for injection points that have the annotation, those of {@code Instance<ChatModel>} included.
 */
@Documented
@Qualifier
@Target({ElementType.FIELD, ElementType.PARAMETER, ElementType.METHOD, ElementType.TYPE})
@Retention(RetentionPolicy.RUNTIME)
public @interface Programmatic {

    /** The annotation itself, for {@code Instance.select} and the like. */
    final class Literal extends AnnotationLiteral<Programmatic> implements Programmatic {

        /** The only one that is needed. */
        public static final Literal INSTANCE = new Literal();

        private static final long serialVersionUID = 1L;

        private Literal() {}
    }
}
