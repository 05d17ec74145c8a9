package io.github.langchain4j.ptc.quarkus.runtime;

import io.quarkus.runtime.annotations.RecordableConstructor;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the annotations of an AI service say, as found when the application is built.
 *
 * @param type the name of its interface
 * @param enabled what that of the interface says; empty without one
 * @param sandbox the name of its sandbox; empty if the annotation names none
 * @param methods what those of its methods say, by {@link #signature}; methods without one are not there
 */
public record DeclaredService(
        String type, Optional<Boolean> enabled, Optional<String> sandbox, Map<String, Boolean> methods) {

    @RecordableConstructor
    public DeclaredService {}

    /** Tells the methods of a service apart, overloaded ones included. */
    public static String signature(String method, List<String> parameters) {
        return method + parameters;
    }

    /**
     * Whether programs call the tools of a method.
     *
     * @param ofMethod what the annotation of the method says, which may be one of another interface
     * @param configured what the configuration says of the service
     * @param allServices whether those take part that say nothing
     */
    public boolean takesPart(Optional<Boolean> ofMethod, Optional<Boolean> configured, boolean allServices) {
        return ofMethod.or(() -> configured).or(() -> enabled).orElse(allServices);
    }

    /** A service without annotations. */
    static DeclaredService unknown(String type) {
        return new DeclaredService(type, Optional.empty(), Optional.empty(), Map.of());
    }
}
