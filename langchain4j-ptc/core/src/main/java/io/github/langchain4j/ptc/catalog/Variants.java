package io.github.langchain4j.ptc.catalog;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.SerializationConfig;
import com.fasterxml.jackson.databind.introspect.AnnotatedClass;
import com.fasterxml.jackson.databind.introspect.AnnotatedClassResolver;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.jsontype.NamedType;
import com.fasterxml.jackson.databind.jsontype.TypeSerializer;
import io.github.langchain4j.ptc.catalog.JavaTypeReader.Direction;
import io.github.langchain4j.ptc.catalog.PythonType.Literals;
import io.github.langchain4j.ptc.catalog.TypeDefinition.Field;
import java.lang.reflect.Modifier;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Types of which a property says which subtype a value has. */
final class Variants {

    /**
     * A subtype.
     *
     * @param base the name of the type that it is a subtype of
     */
    record Option(String base, JavaType type, String property, String id) {

        Field field() {
            return new Field(property, Literals.tag(property, id), true, false, "");
        }
    }

    /** The subtypes; none if no property tells them apart in a way that a program can use. */
    record Found(List<Option> options) {}

    private static final Set<JsonTypeInfo.Id> CLASS_NAMES =
            Set.of(JsonTypeInfo.Id.CLASS, JsonTypeInfo.Id.MINIMAL_CLASS);
    private static final Set<JsonTypeInfo.As> AS_PROPERTY =
            Set.of(JsonTypeInfo.As.PROPERTY, JsonTypeInfo.As.EXISTING_PROPERTY);

    private final JsonMapper mapper;

    Variants(JsonMapper mapper) {
        this.mapper = mapper;
    }

    /** The subtypes of a type, if values of it say which one they have. */
    Optional<Found> of(JavaType type, Direction direction) {
        TypeSerializer tags = tags(type);
        if (tags == null) {
            return Optional.empty();
        }
        if (direction == Direction.ARGUMENT
                && CLASS_NAMES.contains(tags.getTypeIdResolver().getMechanism())) {
            throw new IllegalArgumentException(type.toCanonical()
                    + " lets an argument choose a Java class by its name (@JsonTypeInfo(use = "
                    + tags.getTypeIdResolver().getMechanism() + ")), which a program must not: use NAME");
        }
        if (!AS_PROPERTY.contains(tags.getTypeInclusion())) {
            return Optional.of(new Found(List.of()));
        }
        return Optional.of(new Found(concrete(type).stream()
                .map(subtype -> new Option(
                        type.getRawClass().getSimpleName(), subtype, tags.getPropertyName(), id(tags, subtype)))
                .sorted(Comparator.comparing(Option::id))
                .toList()));
    }

    private TypeSerializer tags(JavaType type) {
        try {
            return mapper.getSerializerProviderInstance().findTypeSerializer(type);
        } catch (JsonMappingException e) {
            throw new IllegalArgumentException(
                    "Jackson cannot tell the subtypes of " + type.toCanonical() + ": " + e.getOriginalMessage(), e);
        }
    }

    private List<JavaType> concrete(JavaType type) {
        SerializationConfig config = mapper.getSerializationConfig();
        AnnotatedClass annotated = AnnotatedClassResolver.resolveWithoutSuperTypes(config, type.getRawClass());
        return config.getSubtypeResolver().collectAndResolveSubtypesByClass(config, annotated).stream()
                .map(NamedType::getType)
                .distinct()
                .filter(c -> !Modifier.isAbstract(c.getModifiers()))
                .map(c -> mapper.getTypeFactory().constructSpecializedType(type, c))
                .toList();
    }

    private static String id(TypeSerializer tags, JavaType subtype) {
        try {
            String id = tags.getTypeIdResolver().idFromValueAndType(null, subtype.getRawClass());
            return id == null ? subtype.getRawClass().getSimpleName() : id;
        } catch (RuntimeException e) {
            throw new IllegalArgumentException("No name is known for the subtype " + subtype.toCanonical(), e);
        }
    }
}
