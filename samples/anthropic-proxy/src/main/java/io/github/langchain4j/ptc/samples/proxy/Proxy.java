package io.github.langchain4j.ptc.samples.proxy;

import dev.langchain4j.model.output.TokenUsage;
import io.github.langchain4j.ptc.anthropic.MessagesApi;
import io.github.langchain4j.ptc.engine.WarmSandbox;
import io.github.langchain4j.ptc.samples.proxy.access.ApiKeys;
import io.github.langchain4j.ptc.samples.proxy.config.ProxyConfig;
import io.github.langchain4j.ptc.samples.proxy.http.Service;
import io.github.langchain4j.ptc.samples.proxy.model.Models;
import io.github.langchain4j.ptc.samples.proxy.node.Nodes;
import io.github.langchain4j.ptc.samples.proxy.observe.ProxyMetrics;
import io.github.langchain4j.ptc.samples.proxy.observe.SandboxHealth;
import io.github.langchain4j.ptc.samples.proxy.programs.Sandboxes;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import org.eclipse.microprofile.config.ConfigProvider;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.jboss.logging.Logger;

/**
 * The parts of the application, from its start to its end. Programs that wait for a client end with it: its next request
 * is told that the container is gone.
 */
@Startup
@Singleton
public class Proxy {

    private static final Logger LOG = Logger.getLogger(Proxy.class);

    private final Deque<AutoCloseable> parts = new ArrayDeque<>(); // the last one made is closed first
    private final Service service;
    private final WarmSandbox sandbox;

    Proxy(ProxyConfig config, MeterRegistry registry, Vertx vertx) {
        try {
            ProxyMetrics metrics = new ProxyMetrics(registry);
            ApiKeys keys = ApiKeys.of(keys(config), Clock.systemUTC());
            Nodes nodes = new Nodes(config.node());
            Models models = closing(new Models(config.models(), (owner, usage) -> {
                keys.use(owner, sum(usage));
                metrics.tokens(owner, usage);
            }));
            ExecutorService starts = Threads.few("ptc-start");
            parts.push(starts::shutdownNow);
            sandbox = closing(Sandboxes.open(config.sandbox(), starts));
            MessagesApi api = closing(api(config, models, sandbox, metrics));
            ThreadPoolExecutor threads = Threads.perRequest(config.requests().atOnce());
            parts.push(threads::shutdown);
            gauges(metrics, api, sandbox);
            metrics.gauge("ptc.proxy.requests.active", "Requests that are worked on", threads::getActiveCount);
            service = new Service(api, keys, nodes, metrics, threads, vertx, config.requests());
            // Quarkus waits for requests, but takes further ones meanwhile, and would wait in vain.
            Runtime.getRuntime().addShutdownHook(new Thread(service::drain, "ptc-drain"));
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private <T extends AutoCloseable> T closing(T part) {
        parts.push(part);
        return part;
    }

    private static Map<String, ProxyConfig.Key> keys(ProxyConfig config) {
        if (!config.demo()) {
            return config.keys();
        }
        int port = ConfigProvider.getConfig()
                .getOptionalValue("quarkus.http.port", Integer.class)
                .orElse(8080);
        return DemoKey.addTo(config.keys(), port);
    }

    private static long sum(TokenUsage usage) {
        Integer total = usage.totalTokenCount();
        return total == null ? 0 : total;
    }

    private static MessagesApi api(ProxyConfig config, Models models, WarmSandbox sandbox, ProxyMetrics metrics) {
        return MessagesApi.builder()
                .sandbox(sandbox)
                .models(models)
                .limits(Sandboxes.limits(config))
                .containerLimits(Sandboxes.containers(config.containers()))
                .node(config.node().name().orElse(""))
                .maxRounds(config.requests().maxRounds())
                .maxBodyBytes(config.requests().maxBodyBytes())
                .outputCharacters(config.programs().outputCharacters())
                .pingTime(config.requests().pingTime())
                .listener(metrics)
                .build();
    }

    private static void gauges(ProxyMetrics metrics, MessagesApi api, WarmSandbox sandbox) {
        metrics.gauge("ptc.proxy.containers", "Containers that exist", api::containers);
        metrics.gauge("ptc.proxy.sessions", "Interpreters that containers use", api::openSessions);
        metrics.gauge("ptc.proxy.interpreters", "Interpreters that exist, those ahead included", sandbox::total);
    }

    void routes(@Observes Router router) {
        router.route("/v1/*").handler(service::accept);
        router.route().order(Integer.MAX_VALUE).handler(service::accept); // says that there is nothing
    }

    /** Whether programs can be run. */
    @Produces
    @Readiness
    @Singleton
    HealthCheck health() {
        SandboxHealth health = new SandboxHealth(sandbox);
        return () -> service.isDraining() ? HealthCheckResponse.down("The service is shutting down") : health.check();
    }

    @PreDestroy
    void close() {
        while (!parts.isEmpty()) {
            try {
                parts.pop().close();
            } catch (Exception e) {
                LOG.warnf("A part of the proxy could not be closed: %s", e.toString());
            }
        }
    }
}
