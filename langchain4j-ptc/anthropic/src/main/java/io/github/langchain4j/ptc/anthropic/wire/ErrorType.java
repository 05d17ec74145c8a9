package io.github.langchain4j.ptc.anthropic.wire;

/** The errors of Anthropic's API, with the HTTP status that each usually has. */
public enum ErrorType {
    /** What was sent cannot be worked on. */
    INVALID_REQUEST(400, "invalid_request_error"),
    /** The key is missing or wrong. */
    AUTHENTICATION(401, "authentication_error"),
    /** The account may not pay for the request. */
    BILLING(402, "billing_error"),
    /** The key may not do this. */
    PERMISSION(403, "permission_error"),
    /** There is no such thing, such as a model. */
    NOT_FOUND(404, "not_found_error"),
    /** The body has too many bytes. */
    REQUEST_TOO_LARGE(413, "request_too_large"),
    /** Too many requests, sandboxes or tokens. */
    RATE_LIMIT(429, "rate_limit_error"),
    /** Something failed on this side. */
    API(500, "api_error"),
    /** The model took too long. */
    TIMEOUT(504, "timeout_error"),
    /** Too much to do at the moment. */
    OVERLOADED(529, "overloaded_error");

    private final int status;
    private final String type;

    ErrorType(int status, String type) {
        this.status = status;
        this.type = type;
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }

    /** The name in JSON. */
    public String type() {
        return type;
    }
}
