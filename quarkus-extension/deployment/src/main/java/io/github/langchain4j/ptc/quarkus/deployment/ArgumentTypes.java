package io.github.langchain4j.ptc.quarkus.deployment;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.deser.AbstractDeserializer;
import com.fasterxml.jackson.databind.deser.BeanDeserializerBase;
import com.fasterxml.jackson.databind.deser.DefaultDeserializationContext;
import com.fasterxml.jackson.databind.deser.SettableBeanProperty;
import com.fasterxml.jackson.databind.deser.std.ContainerDeserializerBase;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.jsontype.TypeDeserializer;
import dev.langchain4j.agent.tool.ToolMemoryId;
import dev.langchain4j.invocation.InvocationParameters;
import io.github.langchain4j.ptc.catalog.ToolMethod;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Finds parameters of which Jackson cannot make a value: a call would fail, whatever the program passes. Not thread-safe.
 */
final class ArgumentTypes {

    private final JsonMapper mapper = JsonMapper.builder()
            .findAndAddModules()
            // As the mapper with which Quarkus LangChain4j reads arguments.
            .visibility(PropertyAccessor.ALL, Visibility.NONE)
            .visibility(PropertyAccessor.FIELD, Visibility.ANY)
            .build();
    private final Set<JavaType> readable = new HashSet<>();

    /** What is wrong with the parameters of a method. */
    List<String> problems(ToolMethod tool) {
        List<String> problems = new ArrayList<>();
        JavaType declaring =
                mapper.constructType(tool.type()).findSuperType(tool.method().getDeclaringClass());
        for (int i = 0; i < tool.parameters().size(); i++) {
            Parameter parameter = tool.method().getParameters()[i];
            if (isFromProgram(parameter)) {
                JavaType type = mapper.getTypeFactory()
                        .resolveMemberType(parameter.getParameterizedType(), declaring.getBindings());
                problem(tool.parameters().get(i), type).ifPresent(problems::add);
            }
        }
        return problems;
    }

    private static boolean isFromProgram(Parameter parameter) {
        return !parameter.isAnnotationPresent(ToolMemoryId.class)
                && !InvocationParameters.class.isAssignableFrom(parameter.getType());
    }

    private Optional<String> problem(String path, JavaType type) {
        // Before it is read: types may contain themselves.
        if (!readable.add(type)) {
            return Optional.empty();
        }
        Optional<String> problem = read(path, type);
        problem.ifPresent(found -> readable.remove(type));
        return problem;
    }

    private Optional<String> read(String path, JavaType type) {
        DefaultDeserializationContext.Impl blank =
                (DefaultDeserializationContext.Impl) mapper.getDeserializationContext();
        DeserializationContext context =
                blank.createInstance(mapper.getDeserializationConfig(), null, mapper.getInjectableValues());
        try {
            TypeDeserializer typed = context.getFactory().findTypeDeserializer(context.getConfig(), type);
            return typed == null ? problem(path, context.findRootValueDeserializer(type), type) : Optional.empty();
        } catch (JsonMappingException | IllegalArgumentException e) {
            String reason = e instanceof JsonMappingException json ? json.getOriginalMessage() : e.getMessage();
            return Optional.of("Jackson cannot read the parameter " + path + ": " + reason);
        }
    }

    private Optional<String> problem(String path, JsonDeserializer<?> reader, JavaType type) {
        if (reader instanceof AbstractDeserializer) {
            return Optional.of("Jackson cannot make a value of the abstract type " + type.toCanonical()
                    + " for the parameter " + path + ": use a record or another concrete type, or say with"
                    + " @JsonTypeInfo and @JsonSubTypes, or @JsonDeserialize(as = …), which ones there are");
        }
        if (reader instanceof BeanDeserializerBase bean) {
            return ofBean(path, bean, type);
        }
        if (reader instanceof ContainerDeserializerBase<?> container
                && type.getContentType() != null
                && container.getContentDeserializer() != null) {
            return problem(path + "[]", type.getContentType());
        }
        return type.isReferenceType() ? problem(path, type.getReferencedType()) : Optional.empty();
    }

    private Optional<String> ofBean(String path, BeanDeserializerBase bean, JavaType type) {
        if (!bean.getValueInstantiator().canInstantiate()) {
            return Optional.of("Jackson cannot make a " + type.toCanonical() + " for the parameter " + path
                    + ": the class has no constructor without parameters, and none with @JsonCreator; add one, or use a"
                    + " record");
        }
        for (var properties = bean.properties(); properties.hasNext(); ) {
            SettableBeanProperty property = properties.next();
            boolean plain = !property.hasValueTypeDeserializer()
                    && (property.getValueDeserializer() instanceof AbstractDeserializer
                            || property.getValueDeserializer() instanceof BeanDeserializerBase
                            || property.getValueDeserializer() instanceof ContainerDeserializerBase<?>);
            Optional<String> problem =
                    plain ? problem(path + "." + property.getName(), property.getType()) : Optional.empty();
            if (problem.isPresent()) {
                return problem;
            }
        }
        return Optional.empty();
    }
}
