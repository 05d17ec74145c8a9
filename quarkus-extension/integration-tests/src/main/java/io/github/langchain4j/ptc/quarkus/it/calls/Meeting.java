package io.github.langchain4j.ptc.quarkus.it.calls;

import dev.langchain4j.agent.tool.Tool;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/** Tools that tell what runs at the same time. */
@ApplicationScoped
public class Meeting {

    private final Caller caller;
    private final Map<String, CyclicBarrier> rooms = new ConcurrentHashMap<>();
    private final AtomicInteger inside = new AtomicInteger();

    Meeting(Caller caller) {
        this.caller = caller;
    }

    @Tool("Waits until as many have come as were said, and tells who comes, and in which HTTP request")
    public String meet(String room, int people) throws InterruptedException, BrokenBarrierException, TimeoutException {
        rooms.computeIfAbsent(room, name -> new CyclicBarrier(people)).await(20, TimeUnit.SECONDS);
        return caller.user() + " " + caller.visit();
    }

    @Tool("How many are in here")
    public int enter() throws InterruptedException {
        try {
            int number = inside.incrementAndGet();
            Thread.sleep(20);
            return number;
        } finally {
            inside.decrementAndGet();
        }
    }
}
