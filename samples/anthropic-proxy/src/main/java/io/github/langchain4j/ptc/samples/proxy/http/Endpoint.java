package io.github.langchain4j.ptc.samples.proxy.http;

import io.github.langchain4j.ptc.anthropic.wire.ApiException;
import io.github.langchain4j.ptc.anthropic.wire.ErrorType;
import io.vertx.core.http.HttpMethod;

/** What clients can ask for. */
enum Endpoint {
    MESSAGES(HttpMethod.POST, "/v1/messages"),
    COUNT_TOKENS(HttpMethod.POST, "/v1/messages/count_tokens"),
    MODELS(HttpMethod.GET, "/v1/models"),
    MODEL(HttpMethod.GET, "/v1/models/");

    private static final int METHOD_NOT_ALLOWED = 405;

    private final HttpMethod method;
    private final String path;

    Endpoint(HttpMethod method, String path) {
        this.method = method;
        this.path = path;
    }

    /** Whether requests have a body. */
    boolean hasBody() {
        return method == HttpMethod.POST;
    }

    /** What stands behind the path: the name of a model. */
    String rest(String requested) {
        return requested.substring(path.length());
    }

    private boolean isAt(String requested) {
        return this == MODEL
                ? requested.startsWith(path) && requested.length() > path.length()
                : requested.equals(path) || requested.equals(path + "/");
    }

    /**
     * What is asked for.
     *
     * @throws ApiException if there is no such thing
     */
    static Endpoint of(HttpMethod method, String requested) {
        for (Endpoint endpoint : values()) {
            if (endpoint.isAt(requested)) {
                if (endpoint.method.equals(method)) {
                    return endpoint;
                }
                throw new ApiException(
                        ErrorType.INVALID_REQUEST,
                        METHOD_NOT_ALLOWED,
                        "Method not allowed; use " + endpoint.method.name());
            }
        }
        throw new ApiException(ErrorType.NOT_FOUND, "Not found");
    }
}
