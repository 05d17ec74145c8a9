package io.github.langchain4j.ptc.anthropic;

import io.github.langchain4j.ptc.anthropic.wire.RandomId;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * An HTTP request, as far as it matters here. {@link #toString()} shows no content.
 *
 * @param owner whose request it is: the name of the API key, never the key itself
 * @param body its bytes; not to be changed afterwards
 * @param version of the header {@code anthropic-version}
 * @param betas of the header {@code anthropic-beta}, in all of its values
 * @param requestId identifies the request, for the client and in logs
 */
public record ApiCall(String owner, byte[] body, Optional<String> version, Set<String> betas, String requestId) {

    public ApiCall {
        Objects.requireNonNull(owner, "owner");
        Objects.requireNonNull(body, "body");
        Objects.requireNonNull(version, "version");
        betas = Set.copyOf(betas);
        Objects.requireNonNull(requestId, "requestId");
    }

    /**
     * A request with a new id.
     *
     * @param owner whose request it is: the name of the API key, never the key itself
     * @param body its bytes
     * @param version the header {@code anthropic-version}; null if it is missing
     * @param betas the values of the header {@code anthropic-beta}, each perhaps a list with commas
     */
    public static ApiCall of(String owner, byte[] body, String version, List<String> betas) {
        Set<String> names = new HashSet<>();
        for (String value : betas) {
            for (String name : value.split(",")) {
                names.add(name.strip());
            }
        }
        return new ApiCall(owner, body, Optional.ofNullable(version), names, newRequestId());
    }

    /** An id for a request, {@code req_…}. */
    public static String newRequestId() {
        return RandomId.of("req_");
    }

    @Override
    public String toString() {
        return "ApiCall[" + requestId + ", " + owner + ", " + body.length + " bytes]";
    }
}
