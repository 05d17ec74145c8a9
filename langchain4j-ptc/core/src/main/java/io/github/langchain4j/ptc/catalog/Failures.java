package io.github.langchain4j.ptc.catalog;

import dev.langchain4j.exception.ToolArgumentsException;
import dev.langchain4j.exception.ToolExecutionException;
import io.github.langchain4j.ptc.engine.ToolOutcome;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.UndeclaredThrowableException;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/** Finds the exception that a tool threw under those that it was wrapped in on its way. */
final class Failures {

    private static final List<Class<? extends Throwable>> WRAPPERS = List.of(
            ToolExecutionException.class,
            ToolArgumentsException.class,
            InvocationTargetException.class,
            UndeclaredThrowableException.class,
            ExecutionException.class,
            CompletionException.class);

    private Failures() {}

    static ToolOutcome.Failure of(Throwable thrown) {
        Throwable cause = thrown;
        while (cause.getCause() != null && WRAPPERS.contains(cause.getClass())) {
            cause = cause.getCause();
        }
        return new ToolOutcome.Failure(name(cause.getClass()), cause.getMessage());
    }

    private static String name(Class<?> type) {
        Class<?> named = type;
        while (named.isAnonymousClass() || named.isHidden()) {
            named = named.getSuperclass();
        }
        return named.getSimpleName();
    }
}
