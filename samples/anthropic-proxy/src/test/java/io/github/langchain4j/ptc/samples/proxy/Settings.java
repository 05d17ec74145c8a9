package io.github.langchain4j.ptc.samples.proxy;

import io.smallrye.config.WithDefault;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** All settings of a configuration interface with their defaults, as they are written. */
final class Settings {

    private Settings() {}

    static Map<String, String> of(Class<?> type, String prefix) {
        Map<String, String> settings = new TreeMap<>();
        for (Method method : type.getDeclaredMethods()) {
            String name = prefix + method.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
            if (method.getReturnType() == Map.class) {
                Type value = ((ParameterizedType) method.getGenericReturnType()).getActualTypeArguments()[1];
                if (value instanceof Class<?> group && group.getEnclosingClass() == type) {
                    settings.putAll(of(group, "")); // a table of its own, without prefix
                } else {
                    settings.put(name + ".<name>", "");
                }
            } else if (method.getReturnType().isInterface()
                    && !method.getReturnType().getName().startsWith("java.")) {
                settings.putAll(of(method.getReturnType(), name + "."));
            } else {
                WithDefault value = method.getAnnotation(WithDefault.class);
                settings.put(name, value == null ? "" : value.value());
            }
        }
        return settings;
    }
}
