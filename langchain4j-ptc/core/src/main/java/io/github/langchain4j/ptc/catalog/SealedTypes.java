package io.github.langchain4j.ptc.catalog;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.cfg.MapperConfig;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.AnnotatedClass;
import com.fasterxml.jackson.databind.introspect.NopAnnotationIntrospector;
import com.fasterxml.jackson.databind.jsontype.NamedType;
import com.fasterxml.jackson.databind.jsontype.TypeResolverBuilder;
import com.fasterxml.jackson.databind.jsontype.impl.StdTypeResolverBuilder;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Sealed types and types with {@code @JsonSubTypes} carry a property {@code type} even without {@code @JsonTypeInfo},
 * because LangChain4j reads and writes them so.
 */
final class SealedTypes extends NopAnnotationIntrospector {

    private static final long serialVersionUID = 1L;

    @Override
    public TypeResolverBuilder<?> findTypeResolver(MapperConfig<?> config, AnnotatedClass type, JavaType baseType) {
        if (!applies(type.getRawType())) {
            return null;
        }
        return new StdTypeResolverBuilder()
                .init(JsonTypeInfo.Id.NAME, null)
                .inclusion(JsonTypeInfo.As.PROPERTY)
                .typeProperty("type")
                .typeIdVisibility(false);
    }

    @Override
    public List<NamedType> findSubtypes(Annotated type) {
        if (!applies(type.getRawType())) {
            return null;
        }
        List<NamedType> subtypes = new ArrayList<>();
        concrete(type.getRawType()).forEach(c -> subtypes.add(new NamedType(c, name(type.getRawType(), c))));
        return subtypes;
    }

    private static boolean applies(Class<?> type) {
        boolean base = type.isSealed() || type.isAnnotationPresent(JsonSubTypes.class);
        return base
                && !type.isEnum()
                && !type.isAnnotationPresent(JsonTypeInfo.class)
                && !concrete(type).isEmpty();
    }

    private static Set<Class<?>> concrete(Class<?> type) {
        Set<Class<?>> found = new LinkedHashSet<>();
        JsonSubTypes listed = type.getAnnotation(JsonSubTypes.class);
        if (listed != null) {
            for (JsonSubTypes.Type subtype : listed.value()) {
                found.addAll(concrete(subtype.value()));
            }
        } else if (type.isSealed()) {
            for (Class<?> subtype : type.getPermittedSubclasses()) {
                found.addAll(concrete(subtype));
            }
        } else if (!Modifier.isAbstract(type.getModifiers())) {
            found.add(type);
        }
        return found;
    }

    private static String name(Class<?> base, Class<?> subtype) {
        JsonSubTypes listed = base.getAnnotation(JsonSubTypes.class);
        if (listed != null) {
            for (JsonSubTypes.Type candidate : listed.value()) {
                if (candidate.value() == subtype && !candidate.name().isBlank()) {
                    return candidate.name();
                }
            }
        }
        JsonTypeName own = subtype.getAnnotation(JsonTypeName.class);
        return own == null || own.value().isBlank() ? subtype.getSimpleName() : own.value();
    }
}
