package io.github.langchain4j.ptc.anthropic.container;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What came of the last results that a client sent, in case that it sends them again because it never got the response.
 * A program never gets results twice. {@link #toString()} shows no content.
 *
 * @param ids of the calls that were answered
 * @param settled blocks of the response that stay even if the model fails after them
 * @param message the whole response, once it was made
 */
public record Replay(Set<String> ids, List<ObjectNode> settled, Optional<ObjectNode> message) {

    public Replay {
        ids = Set.copyOf(ids);
        settled = List.copyOf(settled);
    }

    @Override
    public String toString() {
        return "Replay[" + ids.size() + " results]";
    }
}
