package io.github.langchain4j.ptc.quarkus.it.calls;

import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.agent.tool.ToolMemoryId;
import dev.langchain4j.invocation.InvocationParameters;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;

/** Tools of all kinds that there are. */
@ApplicationScoped
public class Kinds {

    /** Something that is not a simple value. */
    public record Point(int x, int y) {}

    /** Something that not all values make. */
    public record Range(int from, int to) {

        public Range {
            if (from > to) {
                throw new IllegalArgumentException(from + " is after " + to);
            }
        }
    }

    private final Caller caller;
    private final AtomicInteger touched = new AtomicInteger();

    Kinds(Caller caller) {
        this.caller = caller;
    }

    @Tool("A point, later")
    public Uni<Point> pointOfUni(int x) {
        return Uni.createFrom().item(new Point(x, 1)).onItem().delayIt().by(Duration.ofMillis(5));
    }

    @Tool("Fails, later")
    public Uni<Point> failingUni() {
        return Uni.createFrom().failure(new IllegalStateException("no point of a Uni"));
    }

    @Tool("A point, later")
    public CompletionStage<Point> pointOfStage(int x) {
        return CompletableFuture.supplyAsync(() -> new Point(x, 2));
    }

    @Tool("Fails, later")
    public CompletableFuture<List<Point>> failingStage() {
        return CompletableFuture.failedFuture(new IllegalStateException("no point of a stage"));
    }

    @Tool("Does something")
    public void touch() {
        touched.incrementAndGet();
    }

    @Tool("How often something was done")
    public int touched() {
        return touched.get();
    }

    @Tool("Who calls, and where")
    @Blocking
    public String blocking() {
        return caller.user() + " on " + caller.thread();
    }

    @Tool("Who calls, and where")
    @NonBlocking
    public String nonBlocking() {
        return caller.user() + " on " + caller.thread();
    }

    @Tool("Who calls, and where")
    @RunOnVirtualThread
    public String virtual() {
        return caller.user() + " on " + Thread.currentThread();
    }

    @Tool("Fails")
    @RunOnVirtualThread
    public String failingVirtual() {
        throw new IllegalStateException("no virtue");
    }

    @Tool("The memory id and the parameters of the call")
    public String addressed(@ToolMemoryId Object memoryId, String greeting, InvocationParameters parameters) {
        return greeting + " " + memoryId + " " + parameters.get("tenant");
    }

    @Tool("How wide a range is")
    public int width(Range range) {
        return range.to() - range.from();
    }

    @Tool("Fails")
    public String fail(String how) {
        throw new IllegalArgumentException(how);
    }
}
