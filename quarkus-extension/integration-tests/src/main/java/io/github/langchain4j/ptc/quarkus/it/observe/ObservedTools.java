package io.github.langchain4j.ptc.quarkus.it.observe;

import dev.langchain4j.agent.tool.Tool;
import io.github.langchain4j.ptc.quarkus.it.Assistant;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

@Singleton
public class ObservedTools {

    private final Warehouse warehouse;
    private final Instance<Assistant> assistant;
    private final CyclicBarrier two = new CyclicBarrier(2);

    ObservedTools(Warehouse warehouse, Instance<Assistant> assistant) {
        this.warehouse = warehouse;
        this.assistant = assistant;
    }

    @Tool("Prices of an article, secret ones")
    public List<String> findPrices(String article) {
        warehouse.look(article);
        return List.of("secret-price-1", "secret-price-2");
    }

    @Tool("Fails")
    public String fail(String how) {
        throw new IllegalStateException("secret-reason " + how);
    }

    @Tool("Waits for another call of itself, then looks into the warehouse")
    public String meet(String article) throws InterruptedException, BrokenBarrierException, TimeoutException {
        two.await(20, TimeUnit.SECONDS);
        warehouse.look(article);
        two.await(20, TimeUnit.SECONDS);
        return article;
    }

    @Tool("Runs another program")
    public String ask(String program) {
        return assistant.get().chat(program);
    }

    @Tool("Waits until it is interrupted")
    public String sleep() throws InterruptedException {
        Thread.sleep(60_000);
        return "slept";
    }
}
