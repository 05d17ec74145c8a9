package io.github.langchain4j.ptc.samples.expense.web;

import dev.langchain4j.exception.AuthenticationException;
import dev.langchain4j.exception.ModelNotFoundException;
import dev.langchain4j.exception.RateLimitException;
import io.github.langchain4j.ptc.samples.expense.recording.RecordingMismatchException;
import io.github.langchain4j.ptc.sandbox.SandboxUnavailableException;
import java.net.ConnectException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the page says of a failure, and of what can be done about it. */
final class FailureText {

    private FailureText() {}

    /** @param endpoint of a real model */
    static String of(Throwable failure, String endpoint) {
        List<Throwable> causes = causes(failure);
        Optional<Throwable> own = find(causes, RecordingMismatchException.class)
                .or(() -> find(causes, SandboxUnavailableException.class));
        if (own.isPresent()) {
            return own.get().getMessage();
        }
        if (find(causes, AuthenticationException.class).isPresent()) {
            return "The endpoint " + endpoint + " refused the key: check audit.api-key or OPENAI_API_KEY";
        }
        if (find(causes, ModelNotFoundException.class).isPresent()) {
            return "The endpoint " + endpoint + " does not have the model: check audit.model and audit.base-url";
        }
        if (find(causes, RateLimitException.class).isPresent()) {
            return "The endpoint " + endpoint + " allows no more requests now: try again later";
        }
        if (find(causes, ConnectException.class).isPresent()) {
            return "The endpoint " + endpoint + " cannot be reached: check audit.base-url, and that it is running";
        }
        Throwable root = causes.get(causes.size() - 1);
        return root.getClass().getSimpleName() + (root.getMessage() == null ? "" : ": " + root.getMessage());
    }

    private static Optional<Throwable> find(List<Throwable> causes, Class<? extends Throwable> type) {
        return causes.stream().filter(type::isInstance).findFirst();
    }

    private static List<Throwable> causes(Throwable failure) {
        List<Throwable> causes = new ArrayList<>();
        for (Throwable cause = failure; cause != null && !causes.contains(cause); cause = cause.getCause()) {
            causes.add(cause);
        }
        return causes;
    }
}
