package io.github.langchain4j.ptc.catalog;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.TypeBindings;
import dev.langchain4j.agent.tool.P;
import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.agent.tool.ToolSpecifications;
import dev.langchain4j.exception.UnsupportedFeatureException;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.request.json.JsonRawSchema;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds the {@code @Tool} methods of beans: their own, inherited ones, and those that a proxy hides. */
final class BeanToolFinder {

    private final JsonMapper mapper;

    BeanToolFinder(JsonMapper mapper) {
        this.mapper = mapper;
    }

    /** The tools of a bean, at least one, sorted: reflection gives methods in no dependable order. */
    List<BeanTool> find(Object bean) {
        if (bean instanceof Class<?> type) {
            throw new IllegalArgumentException("Tools come from an object, not from a class: give new "
                    + type.getSimpleName() + "() instead of " + type.getSimpleName() + ".class");
        }
        List<BeanTool> tools = new ArrayList<>();
        toolMethods(bean, bean.getClass()).forEach(method -> tools.add(tool(bean, method)));
        tools.sort(
                Comparator.comparing((BeanTool t) -> t.specification().name()).thenComparing(BeanTool::where));
        return tools;
    }

    /** The methods that {@link #find} would find, for their types only: of a bean or of a class. */
    List<DescribedMethod> describe(Object beanOrClass) {
        Class<?> type = beanOrClass instanceof Class<?> given ? given : beanOrClass.getClass();
        return toolMethods(beanOrClass, type).stream()
                .map(method -> new DescribedMethod(
                        method,
                        where(method),
                        mapper.getTypeFactory()
                                .resolveMemberType(method.getGenericReturnType(), bindings(type, method))))
                .sorted(Comparator.comparing(DescribedMethod::where)
                        .thenComparing(d -> d.method().toGenericString()))
                .toList();
    }

    private static List<Method> toolMethods(Object bean, Class<?> type) {
        if (bean instanceof ToolSpecification) {
            throw new IllegalArgumentException(
                    "Tools without a bean are added one by one: add(specification, executor),"
                            + " or add(specification) if they are executed elsewhere");
        }
        if (bean instanceof Iterable<?>) {
            throw new IllegalArgumentException("Tools come from the beans themselves, not from a "
                    + bean.getClass().getName() + " of them");
        }
        List<Method> methods = methods(type);
        if (methods.isEmpty()) {
            throw new IllegalArgumentException(type.getName() + " has no method with @Tool");
        }
        return methods;
    }

    private static List<Method> methods(Class<?> type) {
        Map<String, Method> found = new HashMap<>();
        Set<String> overridden = new HashSet<>();
        for (Class<?> declaring : hierarchy(type)) {
            Method[] declared = declaring.getDeclaredMethods();
            for (Method method : declared) {
                if (!method.isBridge() && method.isAnnotationPresent(Tool.class)) {
                    String signature = signature(method);
                    if (!overridden.contains(signature)) {
                        found.putIfAbsent(signature, method);
                    }
                }
            }
            // The bridge has the signature of the generic method that it overrides, higher up.
            Arrays.stream(declared)
                    .filter(m -> m.isBridge() && m.isAnnotationPresent(Tool.class))
                    .forEach(m -> overridden.add(signature(m)));
        }
        return List.copyOf(found.values());
    }

    /** The class, its superclasses, then all interfaces, those of subclasses first. */
    private static List<Class<?>> hierarchy(Class<?> type) {
        Set<Class<?>> all = new LinkedHashSet<>();
        for (Class<?> c = type; c != null && c != Object.class; c = c.getSuperclass()) {
            all.add(c);
        }
        List<Class<?>> pending = new ArrayList<>(all);
        for (int i = 0; i < pending.size(); i++) {
            for (Class<?> parent : pending.get(i).getInterfaces()) {
                if (all.add(parent)) {
                    pending.add(parent);
                }
            }
        }
        return List.copyOf(all);
    }

    private static String signature(Method method) {
        return method.getName() + Arrays.toString(method.getParameterTypes());
    }

    private BeanTool tool(Object bean, Method method) {
        String where = where(method);
        try {
            method.setAccessible(true);
        } catch (InaccessibleObjectException e) {
            throw new IllegalArgumentException(
                    where + " cannot be called from here: make method and class public, or open the package", e);
        }
        TypeBindings bindings = bindings(bean.getClass(), method);
        List<BeanTool.Parameter> parameters = new ArrayList<>();
        for (java.lang.reflect.Parameter parameter : method.getParameters()) {
            JavaType type = mapper.getTypeFactory().resolveMemberType(parameter.getParameterizedType(), bindings);
            parameters.add(parameter(parameter, type, where));
        }
        JavaType returns = mapper.getTypeFactory().resolveMemberType(method.getGenericReturnType(), bindings);
        try {
            ToolSpecification specification = ToolSpecifications.toolSpecificationFrom(method);
            return new BeanTool(bean, method, where, parameters, returns, specification, true);
        } catch (ClassCastException | NullPointerException | UnsupportedFeatureException | StackOverflowError e) {
            return new BeanTool(bean, method, where, parameters, returns, bare(method, parameters, where), false);
        }
    }

    /** A tool whose method a framework calls, by the names of the framework's specification. */
    BeanTool tool(ToolSpecification specification, ToolMethod tool) {
        TypeBindings bindings = bindings(tool.type(), tool.method());
        List<BeanTool.Parameter> parameters = new ArrayList<>();
        for (int i = 0; i < tool.parameters().size(); i++) {
            java.lang.reflect.Parameter parameter = tool.method().getParameters()[i];
            JavaType type = mapper.getTypeFactory().resolveMemberType(parameter.getParameterizedType(), bindings);
            parameters.add(new BeanTool.Parameter(parameter, tool.parameters().get(i), type));
        }
        JavaType returns =
                mapper.getTypeFactory().resolveMemberType(tool.method().getGenericReturnType(), bindings);
        return new BeanTool(null, tool.method(), where(tool.method()), parameters, returns, specification, true);
    }

    private static String where(Method method) {
        return method.getDeclaringClass().getName() + "." + method.getName();
    }

    /** The type arguments with which a class has the method. */
    private TypeBindings bindings(Class<?> type, Method method) {
        JavaType declaring = mapper.constructType(type).findSuperType(method.getDeclaringClass());
        return declaring == null ? TypeBindings.emptyBindings() : declaring.getBindings();
    }

    private static BeanTool.Parameter parameter(java.lang.reflect.Parameter parameter, JavaType type, String where) {
        P stated = parameter.getAnnotation(P.class);
        boolean named = stated != null && !stated.name().isBlank();
        BeanTool.Parameter found = new BeanTool.Parameter(parameter, named ? stated.name() : parameter.getName(), type);
        if (!named && !parameter.isNamePresent() && !found.isContext()) {
            throw new IllegalArgumentException("The parameters of " + where
                    + " have no names in the class file: compile it with the option -parameters of javac"
                    + " (maven-compiler-plugin: <parameters>true</parameters>), or name each with @P(name = \"…\")");
        }
        return found;
    }

    private ToolSpecification bare(Method method, List<BeanTool.Parameter> parameters, String where) {
        Tool tool = method.getAnnotation(Tool.class);
        JsonObjectSchema.Builder schema = JsonObjectSchema.builder();
        parameters.stream()
                .filter(p -> !p.isContext())
                .forEach(p -> schema.addProperty(p.name(), JsonRawSchema.from("{}")));
        try {
            JavaType map = mapper.getTypeFactory().constructMapType(Map.class, String.class, Object.class);
            return ToolSpecification.builder()
                    .name(tool.name().isBlank() ? method.getName() : tool.name())
                    .description(String.join("\n", tool.value()))
                    .parameters(schema.build())
                    .metadata(mapper.readValue(tool.metadata(), map))
                    .build();
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(where + ": @Tool(metadata) is no JSON object", e);
        }
    }
}
