package io.github.langchain4j.ptc.quarkus.runtime;

import dev.langchain4j.invocation.InvocationParameters;
import io.github.langchain4j.ptc.catalog.Similar;
import io.github.langchain4j.ptc.quarkus.ProgrammaticToolCalling;
import io.github.langchain4j.ptc.quarkus.runtime.config.PtcBuildConfig;
import io.github.langchain4j.ptc.quarkus.runtime.config.PtcConfig;
import io.github.langchain4j.ptc.quarkus.runtime.config.PtcConfig.ServiceConfig;
import io.github.langchain4j.ptc.quarkus.runtime.sandbox.Sandboxes;
import io.quarkiverse.langchain4j.runtime.aiservice.AiServiceMethodCreateInfo;
import io.quarkiverse.langchain4j.runtime.aiservice.AiServiceMethodCreateInfo.ParameterInfo;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Which AI services have their tools called by programs, and in which sandbox. Thread-safe. */
public final class Services {

    private static final String KEYS = "quarkus.langchain4j.ptc.services.";

    private final PtcBuildConfig fixed;
    private final PtcConfig config;
    private final Map<String, DeclaredService> known;

    Services(Collection<DeclaredService> known, PtcBuildConfig fixed, PtcConfig config) {
        this.fixed = fixed;
        this.config = config;
        this.known = known.stream()
                .collect(Collectors.toMap(DeclaredService::type, info -> info, (a, b) -> a, TreeMap::new));
    }

    /**
     * Whether programs call the tools in one call of a service.
     *
     * @param arguments of the call; null for none
     * @throws IllegalArgumentException if the caller says something that is neither yes nor no
     */
    boolean isEnabled(String type, AiServiceMethodCreateInfo method, Object[] arguments) {
        Optional<Boolean> ofCall = ofCall(arguments);
        if (ofCall.isPresent()) {
            return ofCall.get();
        }
        return takesPart(type, method.getInterfaceName(), signature(method));
    }

    /**
     * Whether programs call the tools of a method, if the caller says nothing.
     *
     * @param type of the service
     * @param declaring the interface that has the method
     * @param signature of the method
     */
    boolean takesPart(String type, String declaring, String signature) {
        return info(type)
                .takesPart(
                        Optional.ofNullable(info(declaring).methods().get(signature)),
                        config(type).flatMap(ServiceConfig::enabled),
                        fixed.allServices());
    }

    private static String signature(AiServiceMethodCreateInfo method) {
        return DeclaredService.signature(
                method.getMethodName(),
                method.getParameterInfo().stream().map(ParameterInfo::name).toList());
    }

    private static Optional<Boolean> ofCall(Object[] arguments) {
        if (arguments == null) {
            return Optional.empty();
        }
        for (Object argument : arguments) {
            if (argument instanceof InvocationParameters parameters) {
                Object stated = parameters.get(ProgrammaticToolCalling.ENABLED);
                return Optional.ofNullable(stated).map(Services::decision);
            }
        }
        return Optional.empty();
    }

    private static boolean decision(Object stated) {
        return switch (stated.toString()) {
            case "true" -> true;
            case "false" -> false;
            default ->
                throw new IllegalArgumentException("The invocation parameter \"" + ProgrammaticToolCalling.ENABLED
                        + "\" must be true or false, but is \"" + stated + "\"");
        };
    }

    /** The name of a service's sandbox. */
    String sandbox(String type) {
        return config(type)
                .flatMap(ServiceConfig::sandbox)
                .or(() -> info(type).sandbox())
                .orElse(Sandboxes.DEFAULT);
    }

    private DeclaredService info(String type) {
        return known.getOrDefault(type, DeclaredService.unknown(type));
    }

    private Optional<ServiceConfig> config(String type) {
        return Optional.ofNullable(config.services().get(type))
                .or(() -> Optional.ofNullable(config.services().get(simpleName(type))));
    }

    private static String simpleName(String type) {
        return type.substring(Math.max(type.lastIndexOf('.'), type.lastIndexOf('$')) + 1);
    }

    /**
     * Checks the configuration of the services.
     *
     * @param sandboxes the names of all there are
     * @throws ConfigurationException naming the key, what is wrong and what to do
     */
    void check(Set<String> sandboxes) {
        for (String name : config.services().keySet()) {
            requireService(name);
        }
        for (Map.Entry<String, ServiceConfig> service : config.services().entrySet()) {
            service.getValue()
                    .sandbox()
                    .ifPresent(sandbox ->
                            requireSandbox(KEYS + quoted(service.getKey()) + ".sandbox", sandbox, sandboxes));
        }
        known.values()
                .forEach(info -> info.sandbox()
                        .ifPresent(sandbox -> requireSandbox(
                                "@ProgrammaticToolCalling(sandbox) of " + info.type(), sandbox, sandboxes)));
    }

    private void requireService(String name) {
        boolean found = known.keySet().stream()
                .anyMatch(type -> type.equals(name) || simpleName(type).equals(name));
        if (!found && !isClass(name)) {
            String key = KEYS + quoted(name);
            throw new ConfigurationException(
                    key + ": there is no AI service of this name" + hint(name, names(name.contains(".")))
                            + " The application has " + (known.isEmpty() ? "none" : String.join(", ", known.keySet()))
                            + "; write the name of the interface, or in quotes that with its package",
                    Set.of(key));
        }
    }

    private Set<String> names(boolean withPackage) {
        return known.keySet().stream()
                .map(type -> withPackage ? type : simpleName(type))
                .collect(Collectors.toSet());
    }

    /** A service that is built by hand is no bean that was found. */
    private static boolean isClass(String name) {
        try {
            Class.forName(name, false, Thread.currentThread().getContextClassLoader());
            return true;
        } catch (ClassNotFoundException | LinkageError e) {
            return false;
        }
    }

    private static void requireSandbox(String where, String sandbox, Set<String> sandboxes) {
        if (!sandboxes.contains(sandbox)) {
            throw new ConfigurationException(
                    where + ": there is no sandbox \"" + sandbox + "\"" + hint(sandbox, sandboxes)
                            + " Define it with quarkus.langchain4j.ptc.sandboxes." + sandbox
                            + ".type=…, or name one of " + new TreeSet<>(sandboxes),
                    Set.of(where));
        }
    }

    /** Ends a sentence about a name that is none of those there are. */
    private static String hint(String name, Set<String> names) {
        String meant = Similar.hint(name, names);
        return meant.isEmpty() ? "." : meant;
    }

    private static String quoted(String name) {
        return name.contains(".") ? "\"" + name + "\"" : name;
    }
}
