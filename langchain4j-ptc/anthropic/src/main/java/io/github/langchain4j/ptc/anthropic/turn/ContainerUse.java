package io.github.langchain4j.ptc.anthropic.turn;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.langchain4j.ptc.anthropic.container.Container;
import io.github.langchain4j.ptc.anthropic.container.Containers;
import io.github.langchain4j.ptc.anthropic.container.ProgramRun;
import io.github.langchain4j.ptc.catalog.ToolCatalog;
import java.util.Optional;

/**
 * The container of one request: the one that it names, or one that is made for its first program. Used by the thread of
 * the request.
 */
final class ContainerUse {

    private final Containers containers;
    private final String owner;
    private Optional<Container> container = Optional.empty();
    private boolean created;

    ContainerUse(Containers containers, String owner) {
        this.containers = containers;
        this.owner = owner;
    }

    /** Takes the container that the request names. */
    Container take(String id) throws InterruptedException {
        Container taken = containers.take(owner, id);
        container = Optional.of(taken);
        return taken;
    }

    /** The container, if there is one. */
    Optional<Container> get() {
        return container;
    }

    /**
     * Starts a program, in a new container if there is none.
     *
     * @throws io.github.langchain4j.ptc.sandbox.SandboxUnavailableException if no session can be had
     * @throws InterruptedException if the thread is interrupted
     */
    ProgramRun start(String code, ToolCatalog tools) throws InterruptedException {
        if (container.isEmpty()) {
            container = Optional.of(containers.create(owner));
            created = true;
        }
        return containers.start(container.get(), code, tools);
    }

    /** Ends the program that runs; variables are lost. */
    void lose() {
        container.ifPresent(Container::lose);
    }

    /** The container as it stands in a response that is made now. */
    Optional<ObjectNode> json() {
        container.ifPresent(used -> containers.touch(used, used.pause().isPresent()));
        return container.map(Container::json);
    }

    /**
     * Gives the container back, or ends it where nobody can use it any more.
     *
     * @param told whether the client gets a response that names it
     */
    void end(boolean told) {
        Optional<Container> used = container;
        container = Optional.empty();
        used.ifPresent(ending -> {
            if (told || !created) {
                containers.release(ending);
            } else {
                containers.end(ending);
            }
        });
    }
}
