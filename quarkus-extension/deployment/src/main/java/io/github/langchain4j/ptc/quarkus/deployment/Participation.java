package io.github.langchain4j.ptc.quarkus.deployment;

import io.github.langchain4j.ptc.quarkus.runtime.DeclaredService;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;
import org.jboss.jandex.ClassInfo;
import org.jboss.jandex.MethodInfo;

/**
 * Which methods of AI services take part, as far as it is known when the application is built: the configuration can be
 * another one when it starts.
 *
 * @param config as it is now
 * @param allServices whether those take part that say nothing
 */
record Participation(Config config, boolean allServices) {

    private static final String KEY = "quarkus.langchain4j.ptc.services.%s.enabled";

    boolean takesPart(ClassInfo type, MethodInfo method) {
        DeclaredService service = PtcProcessor.info(type);
        Optional<Boolean> ofMethod = Optional.ofNullable(
                PtcProcessor.info(method.declaringClass()).methods().get(PtcProcessor.signature(method)));
        return service.takesPart(ofMethod, configured(service.type()), allServices);
    }

    private Optional<Boolean> configured(String type) {
        String simple = type.substring(Math.max(type.lastIndexOf('.'), type.lastIndexOf('$')) + 1);
        return List.of('"' + type + '"', type, simple, '"' + simple + '"').stream()
                .flatMap(name -> config.getOptionalValue(KEY.formatted(name), Boolean.class).stream())
                .findFirst();
    }
}
