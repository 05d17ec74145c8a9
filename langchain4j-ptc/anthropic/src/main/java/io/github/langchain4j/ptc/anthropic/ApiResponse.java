package io.github.langchain4j.ptc.anthropic;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.langchain4j.ptc.anthropic.wire.ApiException;
import io.github.langchain4j.ptc.anthropic.wire.ErrorType;
import java.util.Objects;
import java.util.Optional;

/**
 * An HTTP response. {@link #toString()} shows no content.
 *
 * @param status of HTTP
 * @param requestId for the header {@code request-id}
 * @param body JSON; empty if the response was streamed, and so is over
 */
public record ApiResponse(int status, String requestId, Optional<String> body) {

    private static final int OK = 200;

    public ApiResponse {
        Objects.requireNonNull(requestId, "requestId");
        Objects.requireNonNull(body, "body");
    }

    /**
     * An error in the shape of the API, for what the application finds out itself: a wrong key, say.
     *
     * @param type of the error
     * @param message for the client
     * @param requestId identifies the request
     */
    public static ApiResponse error(ErrorType type, String message, String requestId) {
        return error(new ApiException(type, message), requestId);
    }

    static ApiResponse error(ApiException error, String requestId) {
        return new ApiResponse(
                error.status(), requestId, Optional.of(error.json(requestId).toString()));
    }

    static ApiResponse of(ObjectNode body, String requestId) {
        return new ApiResponse(OK, requestId, Optional.of(body.toString()));
    }

    static ApiResponse streamed(String requestId) {
        return new ApiResponse(OK, requestId, Optional.empty());
    }

    /** Whether the response was streamed: nothing more is to be sent. */
    public boolean isStreamed() {
        return body.isEmpty();
    }

    @Override
    public String toString() {
        return "ApiResponse[" + status + ", " + requestId + (isStreamed() ? ", streamed" : "") + "]";
    }
}
