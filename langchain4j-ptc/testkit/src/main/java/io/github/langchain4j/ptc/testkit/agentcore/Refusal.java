package io.github.langchain4j.ptc.testkit.agentcore;

/** What a request gets that does not get what it asked for. */
final class Refusal extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final String type;

    Refusal(int status, String type, String message) {
        super(message);
        this.status = status;
        this.type = type;
    }

    static Refusal invalid(String message) {
        return new Refusal(400, "ValidationException", message);
    }

    static Refusal notFound(String message) {
        return new Refusal(404, "ResourceNotFoundException", message);
    }

    int status() {
        return status;
    }

    String type() {
        return type;
    }
}
