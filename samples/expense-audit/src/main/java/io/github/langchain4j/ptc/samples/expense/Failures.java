package io.github.langchain4j.ptc.samples.expense;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.langchain4j.exception.AuthenticationException;
import dev.langchain4j.exception.HttpException;
import dev.langchain4j.exception.ModelNotFoundException;
import dev.langchain4j.exception.RateLimitException;
import io.github.langchain4j.ptc.samples.expense.recording.RecordingMismatchException;
import io.github.langchain4j.ptc.sandbox.SandboxUnavailableException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Turns failures into words for the user of the command line. */
final class Failures {

    private static final int LONGEST = 300;

    private Failures() {}

    /** What went wrong while a model was asked, and what can be done about it. */
    static String explain(Throwable failure, ModelSource source) {
        List<Throwable> causes = causes(failure);
        Optional<Throwable> own = find(causes, AuditFailure.class)
                .or(() -> find(causes, SandboxUnavailableException.class))
                .or(() -> find(causes, RecordingMismatchException.class));
        if (own.isPresent()) {
            String message = own.get().getMessage();
            // What differs from a recording cannot be said in one line; all else can.
            return own.get() instanceof RecordingMismatchException
                    ? message
                    : message.lines().findFirst().orElse("");
        }
        if (source instanceof ModelSource.Bedrock bedrock) {
            return BedrockFailures.explain(causes, bedrock)
                    .orElseGet(() ->
                            "Failed at " + bedrock.description() + ": " + describe(causes.get(causes.size() - 1)));
        }
        return source instanceof ModelSource.Endpoint endpoint
                ? explain(causes, endpoint)
                : describe(causes.get(causes.size() - 1));
    }

    private static String explain(List<Throwable> causes, ModelSource.Endpoint endpoint) {
        String url = endpoint.baseUrl();
        if (find(causes, AuthenticationException.class).isPresent()) {
            return "The endpoint " + url + " refused the key (" + status(causes) + "): check --api-key or "
                    + "OPENAI_API_KEY";
        }
        if (find(causes, ModelNotFoundException.class).isPresent()) {
            return "The endpoint " + url + " has no model '" + endpoint.name() + "', or is no OpenAI-compatible "
                    + "endpoint (" + status(causes) + "): check --model and --base-url";
        }
        if (find(causes, RateLimitException.class).isPresent()) {
            return "The endpoint " + url + " allows no more requests now (" + status(causes) + "): try again later";
        }
        if (find(causes, ConnectException.class).isPresent()
                || find(causes, UnresolvedAddressException.class).isPresent()) {
            return "The endpoint " + url + " cannot be reached: check --base-url, and that it is running";
        }
        if (find(causes, HttpTimeoutException.class).isPresent()) {
            return "The endpoint " + url + " did not answer in time";
        }
        if (find(causes, HttpException.class).isPresent()) {
            return "The endpoint " + url + " refused the request (" + status(causes) + ")";
        }
        if (find(causes, JsonProcessingException.class).isPresent()) {
            return "The endpoint " + url + " did not answer as an OpenAI-compatible one does ("
                    + describe(causes.get(causes.size() - 1)) + "): check --base-url";
        }
        if (find(causes, IOException.class).isPresent()) {
            return "The connection to " + url + " failed: " + describe(causes.get(causes.size() - 1));
        }
        return "Failed at " + url + ": " + describe(causes.get(causes.size() - 1));
    }

    private static String status(List<Throwable> causes) {
        return find(causes, HttpException.class)
                .map(HttpException.class::cast)
                .map(http -> "HTTP " + http.statusCode() + withColon(http.getMessage()))
                .orElseGet(() -> describe(causes.get(0)));
    }

    private static String withColon(String message) {
        return message == null || message.isBlank() ? "" : ": " + oneLine(message);
    }

    private static String describe(Throwable failure) {
        return failure.getClass().getSimpleName() + withColon(failure.getMessage());
    }

    /** A text without line breaks and not too long. */
    static String oneLine(String text) {
        String line = text.strip().replaceAll("\\s+", " ");
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "...";
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
