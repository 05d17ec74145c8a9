package io.github.langchain4j.ptc.quarkus.test;

import io.quarkus.arc.ContextInstanceHandle;
import io.quarkus.arc.InjectableBean;
import io.quarkus.arc.InjectableContext;
import io.quarkus.arc.deployment.ContextRegistrationPhaseBuildItem;
import io.quarkus.arc.deployment.ContextRegistrationPhaseBuildItem.ContextConfiguratorBuildItem;
import io.quarkus.arc.impl.ContextInstanceHandleImpl;
import io.quarkus.builder.BuildChainBuilder;
import jakarta.enterprise.context.ContextNotActiveException;
import jakarta.enterprise.context.SessionScoped;
import jakarta.enterprise.context.spi.Contextual;
import jakarta.enterprise.context.spi.CreationalContext;
import java.lang.annotation.Annotation;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** The sessions of users, as an HTTP server with sessions has them; the one that the thread has entered is active. */
public final class UserSession implements InjectableContext {

    /** Adds the scope to an application that has no such server. */
    static final class Scope implements Consumer<BuildChainBuilder> {

        @Override
        public void accept(BuildChainBuilder chain) {
            chain.addBuildStep(step -> {
                        var phase = step.consume(ContextRegistrationPhaseBuildItem.class);
                        step.produce(new ContextConfiguratorBuildItem(phase.getContext()
                                .configure(SessionScoped.class)
                                .normal()
                                .contextClass(UserSession.class)));
                    })
                    .consumes(ContextRegistrationPhaseBuildItem.class)
                    .produces(ContextConfiguratorBuildItem.class)
                    .build();
        }
    }

    private static final ThreadLocal<String> USER = new ThreadLocal<>();
    private static final Map<String, Map<Contextual<?>, ContextInstanceHandle<?>>> SESSIONS = new ConcurrentHashMap<>();

    static void enter(String user) {
        USER.set(user);
    }

    static void end(String user) {
        SESSIONS.remove(user).values().forEach(ContextInstanceHandle::destroy);
    }

    private static Map<Contextual<?>, ContextInstanceHandle<?>> beans() {
        if (USER.get() == null) {
            throw new ContextNotActiveException();
        }
        return SESSIONS.computeIfAbsent(USER.get(), user -> new ConcurrentHashMap<>());
    }

    @Override
    public Class<? extends Annotation> getScope() {
        return SessionScoped.class;
    }

    @Override
    public boolean isActive() {
        return USER.get() != null;
    }

    @Override
    @SuppressWarnings("unchecked")
    public <T> T get(Contextual<T> contextual, CreationalContext<T> creational) {
        ContextInstanceHandle<T> known = (ContextInstanceHandle<T>) beans().get(contextual);
        if (known != null || creational == null) {
            return known == null ? null : known.get();
        }
        T instance = contextual.create(creational);
        beans().put(contextual, new ContextInstanceHandleImpl<>((InjectableBean<T>) contextual, instance, creational));
        return instance;
    }

    @Override
    public <T> T get(Contextual<T> contextual) {
        return get(contextual, null);
    }

    @Override
    public void destroy(Contextual<?> contextual) {
        ContextInstanceHandle<?> known = beans().remove(contextual);
        if (known != null) {
            known.destroy();
        }
    }

    @Override
    public void destroy() {
        SESSIONS.keySet().forEach(UserSession::end);
    }

    @Override
    public ContextState getState() {
        return () -> beans().values().stream()
                .collect(Collectors.toMap(ContextInstanceHandle::getBean, ContextInstanceHandle::get));
    }
}
