package io.github.langchain4j.ptc.anthropic.wire;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Objects;

/** A request that ends with an error of the API. Its message is for the client and holds no secret. */
public final class ApiException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final ErrorType type;
    private final int status;
    private final transient ObjectNode details; // null if there are none

    /**
     * @param type of the error
     * @param message for the client
     */
    public ApiException(ErrorType type, String message) {
        this(type, type.status(), message);
    }

    /**
     * @param type of the error
     * @param status of HTTP, where it is not the usual one
     * @param message for the client
     */
    public ApiException(ErrorType type, int status, String message) {
        this(type, status, message, null);
    }

    private ApiException(ErrorType type, int status, String message, ObjectNode details) {
        super(Objects.requireNonNull(message, "message"));
        this.type = Objects.requireNonNull(type, "type");
        this.status = status;
        this.details = details;
    }

    /**
     * A request for conversations that the server holds. Clients that know them go on without when they are told so in
     * this form.
     */
    static ApiException noThreads() {
        ObjectNode details = JsonNodeFactory.instance.objectNode().put("error_code", "thread_unsupported_request");
        details.putArray("unsupported").add("thread");
        return new ApiException(
                ErrorType.INVALID_REQUEST,
                ErrorType.INVALID_REQUEST.status(),
                "thread: conversations are not kept here; send all messages in each request",
                details);
    }

    /** A request that cannot be worked on. */
    public static ApiException invalid(String message) {
        return new ApiException(ErrorType.INVALID_REQUEST, message);
    }

    /**
     * A request that cannot be worked on.
     *
     * @param path of what is wrong, such as {@code messages.3.content.0.type}
     * @param message what is wrong with it
     */
    public static ApiException invalid(String path, String message) {
        return invalid(path.isEmpty() ? message : path + ": " + message);
    }

    /** The type of the error. */
    public ErrorType type() {
        return type;
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }

    /**
     * The body of the response, which is also the content of an {@code error} event.
     *
     * @param requestId identifies the request
     */
    public ObjectNode json(String requestId) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("type", "error");
        ObjectNode error = json.putObject("error").put("type", type.type()).put("message", getMessage());
        if (details != null) {
            error.set("details", details);
        }
        return json.put("request_id", requestId);
    }
}
