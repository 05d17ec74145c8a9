package io.github.langchain4j.ptc.quarkus.runtime;

import dev.langchain4j.invocation.InvocationParameters;
import io.github.langchain4j.ptc.service.ServicePrograms;
import io.quarkiverse.langchain4j.runtime.AiServicesRecorder;
import io.quarkiverse.langchain4j.runtime.aiservice.AiServiceCall;
import io.quarkiverse.langchain4j.runtime.aiservice.AiServiceMethodCreateInfo;
import io.quarkiverse.langchain4j.runtime.aiservice.QuarkusAiServiceContext;
import io.quarkiverse.langchain4j.runtime.aiservice.QuarkusAiServiceContextQualifier;
import io.quarkus.arc.Arc;
import io.quarkus.arc.InstanceHandle;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Calls of AI services that ask no model, for whoever develops them: what a model would be offered, and programs that run
 * as its own. Only services that are beans are known. A bean in dev mode alone; thread-safe.
 */
@Singleton
public class Rehearsals {

    private static final Object[] NO_ARGUMENTS = {};

    private final Services services;
    private final ServiceRuntimes runtimes;
    private final Hosting hosting;

    Rehearsals(Services services, ServiceRuntimes runtimes, Hosting hosting) {
        this.services = services;
        this.runtimes = runtimes;
        this.hosting = hosting;
    }

    /**
     * Methods of a service that get the same tools.
     *
     * @param id names them
     * @param service the name of its interface
     * @param methods their names, at least one
     * @param programs whether programs call their tools
     * @param sandbox the name of its sandbox
     */
    public record Part(String id, String service, List<String> methods, boolean programs, String sandbox) {

        public Part {
            methods = List.copyOf(methods);
        }
    }

    /** What makes the tools of methods differ. */
    private record Tools(boolean programs, Set<String> ofMethod, List<String> mcpClients) {}

    /** All services, by name. */
    public List<Part> parts() {
        List<Part> parts = new ArrayList<>();
        new TreeMap<>(AiServicesRecorder.getMetadata()).forEach((service, info) -> {
            if (isBean(service)) {
                parts.addAll(parts(service, info.methodMap()));
            }
        });
        return parts;
    }

    private static boolean isBean(String service) {
        return Arc.container()
                .select(QuarkusAiServiceContext.class, QuarkusAiServiceContextQualifier.Literal.of(service))
                .isResolvable();
    }

    private List<Part> parts(String service, Map<String, AiServiceMethodCreateInfo> methods) {
        Map<Tools, Part> parts = new LinkedHashMap<>();
        new TreeMap<>(methods).forEach((id, method) -> {
            boolean programs = services.isEnabled(service, method, NO_ARGUMENTS);
            Set<String> ofMethod = method.getToolClassInfo() == null
                    ? Set.of()
                    : Set.copyOf(method.getToolClassInfo().keySet());
            List<String> mcp = method.getMcpClientNames() == null ? List.of() : List.copyOf(method.getMcpClientNames());
            Part own = new Part(
                    service + "#" + id, service, List.of(method.getMethodName()), programs, services.sandbox(service));
            parts.merge(new Tools(programs, ofMethod, mcp), own, Rehearsals::together);
        });
        return List.copyOf(parts.values());
    }

    private static Part together(Part part, Part more) {
        List<String> methods = new ArrayList<>(part.methods());
        more.methods().stream().filter(name -> !methods.contains(name)).forEach(methods::add);
        return new Part(part.id(), part.service(), methods, part.programs(), part.sandbox());
    }

    /**
     * Begins a call of a service. The request context must be active, now and until it is closed.
     *
     * @param part whose tools it gets
     * @param parameters of the call, for tools and observers
     * @throws RuntimeException if the service cannot be had, or a tool cannot be called by programs
     */
    public Rehearsal begin(Part part, InvocationParameters parameters) {
        AiServiceMethodCreateInfo method = AiServicesRecorder.getAiServiceMethodCreateInfo(
                part.service(), part.id().substring(part.service().length() + 1));
        InstanceHandle<QuarkusAiServiceContext> service = Arc.container()
                .instance(QuarkusAiServiceContext.class, QuarkusAiServiceContextQualifier.Literal.of(part.service()));
        try {
            CollapsedContext context = new CollapsedContext(
                    new AiServiceCall(service.get(), method, NO_ARGUMENTS),
                    runtimes.of(part.sandbox()),
                    new ServicePrograms.Memory(),
                    hosting);
            return Rehearsal.begin(part, method, context, parameters, service::destroy);
        } catch (RuntimeException e) {
            service.destroy();
            throw e;
        }
    }
}
