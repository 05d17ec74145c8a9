package io.github.langchain4j.ptc.anthropic.backing;

import java.util.List;
import java.util.Optional;

/** Finds the model behind a name. Thread-safe. */
public interface ModelResolver {

    /**
     * The model behind a name.
     *
     * @param name as the client says it
     * @param owner who asks
     * @return empty if there is none for the owner: the client is told that the model does not exist
     */
    Optional<Backing> find(String name, String owner);

    /** The models that an owner is told of, newest first. */
    List<ModelDescription> models(String owner);
}
