package io.github.langchain4j.ptc.anthropic.container;

import io.github.langchain4j.ptc.anthropic.wire.ApiException;
import io.github.langchain4j.ptc.anthropic.wire.ErrorType;
import io.github.langchain4j.ptc.catalog.ToolCatalog;
import io.github.langchain4j.ptc.program.ProgramRunner;
import io.github.langchain4j.ptc.sandbox.SandboxBusyException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * The containers of all owners. A container belongs to who caused it; for others it does not exist. There are as many as
 * the runner has sessions; where there is no place, the longest unused one ends, those whose program waits after all
 * others. Thread-safe.
 */
public final class Containers implements AutoCloseable {

    private final ProgramRunner runner;
    private final ContainerLimits limits;
    private final int most;
    private final ContainerIds ids;
    private final Clock clock;
    private final int characters;
    private final Map<String, Container> containers = new LinkedHashMap<>(); // guarded by itself; longest unused first
    private boolean closed; // guarded by containers

    /**
     * @param runner opens sessions; stays the caller's to close, after this
     * @param limits see there
     * @param most containers of all owners
     * @param ids names containers
     * @param clock says when they expire
     * @param characters of each output stream of a program that the model gets to read
     */
    public Containers(
            ProgramRunner runner, ContainerLimits limits, int most, ContainerIds ids, Clock clock, int characters) {
        this.runner = runner;
        this.limits = limits;
        this.most = most;
        this.ids = ids;
        this.clock = clock;
        this.characters = characters;
    }

    /** The limits in force. */
    public ContainerLimits limits() {
        return limits;
    }

    /** Containers that exist now. */
    public int size() {
        synchronized (containers) {
            return containers.size();
        }
    }

    /**
     * Takes a new container.
     *
     * @param owner whose it is
     * @throws SandboxBusyException if the owner uses as many as it may
     * @throws ApiException if no more are made
     */
    public Container create(String owner) {
        sweep();
        List<Container> ending = new ArrayList<>();
        Container container = new Container(ids.next(), owner);
        synchronized (containers) {
            requireNotClosed();
            while (count(owner) >= limits.perOwner()) {
                ending.add(takeOldest(other -> other.owner().equals(owner))
                        .orElseThrow(() -> new SandboxBusyException("The owner uses " + limits.perOwner()
                                + " containers at the moment, and may not use more")));
            }
            while (containers.size() >= most) {
                ending.add(takeOldest(other -> true)
                        .orElseThrow(() ->
                                new SandboxBusyException("All " + most + " containers are in use at the moment")));
            }
            containers.put(container.id(), container);
        }
        ending.forEach(Containers::endTaken);
        return container;
    }

    private long count(String owner) {
        return containers.values().stream()
                .filter(container -> container.owner().equals(owner))
                .count();
    }

    /** @throws ApiException if these are closed, so that what a program did is lost */
    public void requireOpen() {
        synchronized (containers) {
            requireNotClosed();
        }
    }

    private void requireNotClosed() {
        if (closed) {
            throw new ApiException(ErrorType.OVERLOADED, "The service is shutting down; try again");
        }
    }

    /**
     * Takes a container, waiting for whoever uses it.
     *
     * @param owner who asks
     * @param id of the container
     * @throws ApiException if there is none of the owner, or it is in use for too long
     * @throws InterruptedException if the thread is interrupted; nothing was taken
     */
    public Container take(String owner, String id) throws InterruptedException {
        sweep();
        Container container = find(owner, id);
        if (!container.free().tryAcquire(limits.patience().toNanos(), TimeUnit.NANOSECONDS)) {
            throw new ApiException(
                    ErrorType.RATE_LIMIT,
                    "container: another request has been using it for "
                            + limits.patience().toSeconds() + " s; use a container in one request at a time");
        }
        synchronized (containers) {
            if (containers.get(id) == container) {
                containers.remove(id);
                containers.put(id, container); // used last
                return container;
            }
        }
        container.free().release();
        throw unknown(id);
    }

    private Container find(String owner, String id) {
        synchronized (containers) {
            Container container = containers.get(id);
            if (container == null || !container.owner().equals(owner)) {
                throw unknown(id);
            }
            return container;
        }
    }

    /** One error for all that is not there: whether it was, or is somebody else's, is nobody's business. */
    public static ApiException unknown(String id) {
        String shown = id.length() > 128 ? id.substring(0, 128) + "…" : id;
        return ApiException.invalid("container: '" + shown + "' was not found or has expired. Variables and files in it"
                + " are gone, and so is a program that waited for results: ask again without it");
    }

    /**
     * Starts a program in a container that the caller has taken.
     *
     * @throws io.github.langchain4j.ptc.sandbox.SandboxUnavailableException if no session can be had
     * @throws InterruptedException if the thread is interrupted
     */
    public ProgramRun start(Container container, String code, ToolCatalog tools) throws InterruptedException {
        return container.start(runner, this::makeRoom, code, tools, characters);
    }

    private void makeRoom() {
        Optional<Container> oldest;
        synchronized (containers) {
            oldest = takeOldest(Container::isAlive);
        }
        oldest.ifPresent(Containers::endTaken); // if none, asked again while the place is waited for
    }

    /** Takes out, for good, the container that was not used for longest. */
    private Optional<Container> takeOldest(Predicate<Container> among) {
        List<Container> candidates = containers.values().stream()
                .filter(among)
                .sorted(Comparator.comparing(Container::isPaused)) // stable: of each kind, the longest unused first
                .toList();
        for (Container container : candidates) {
            if (container.free().tryAcquire()) {
                containers.remove(container.id());
                return Optional.of(container);
            }
        }
        return Optional.empty();
    }

    /**
     * When the container would end if it were given back now, from which its life is counted.
     *
     * @param paused whether a program waits in it
     */
    public void touch(Container container, boolean paused) {
        container.expiresAt(clock.instant().plus(paused ? limits.pauseTime() : limits.idleTime()));
    }

    /** Whether results for a program that waits since then come too late. */
    public boolean isLate(Instant since) {
        return clock.instant().isAfter(since.plus(limits.callTime()));
    }

    /** The time by the clock of the containers. */
    public Instant now() {
        return clock.instant();
    }

    /** Gives a container back. */
    public void release(Container container) {
        touch(container, container.isPaused());
        container.free().release();
    }

    /** Ends a container that the caller has taken. */
    public void end(Container container) {
        synchronized (containers) {
            containers.remove(container.id(), container);
        }
        endTaken(container);
    }

    /** Ends the containers whose time is over. */
    public void sweep() {
        Instant now = clock.instant();
        List<Container> ending = new ArrayList<>();
        synchronized (containers) {
            for (Container container : List.copyOf(containers.values())) {
                if (now.isAfter(container.expiresAt()) && container.free().tryAcquire()) {
                    containers.remove(container.id());
                    ending.add(container);
                }
            }
        }
        ending.forEach(Containers::endTaken);
    }

    /** Whoever waits for the container finds out that it is gone. */
    private static void endTaken(Container container) {
        container.end();
        container.free().release();
    }

    /** How long a container lives at most without being used. */
    public static Duration longest(ContainerLimits limits) {
        return limits.idleTime().compareTo(limits.pauseTime()) > 0 ? limits.idleTime() : limits.pauseTime();
    }

    /** Ends all containers, those in use included; makes no more. */
    @Override
    public void close() {
        List<Container> ending;
        synchronized (containers) {
            closed = true;
            ending = List.copyOf(containers.values());
            containers.clear();
        }
        ending.forEach(Container::end);
    }
}
