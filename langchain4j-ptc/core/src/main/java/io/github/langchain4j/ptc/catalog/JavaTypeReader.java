package io.github.langchain4j.ptc.catalog;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.introspect.AnnotatedWithParams;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.type.ResolvedRecursiveType;
import io.github.langchain4j.ptc.catalog.PythonType.DictOf;
import io.github.langchain4j.ptc.catalog.PythonType.ListOf;
import io.github.langchain4j.ptc.catalog.PythonType.Literals;
import io.github.langchain4j.ptc.catalog.PythonType.Scalar;
import io.github.langchain4j.ptc.catalog.TypeDefinition.Field;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Reads Java types as the JSON mapper writes and reads them, so that a stub cannot promise what the encoder does not
 * give. Not thread-safe.
 */
final class JavaTypeReader {

    /** Which way values of a type go. */
    enum Direction {
        /** From the program to Java. */
        ARGUMENT,
        /** From Java to the program. */
        RESULT
    }

    /** Generic types can grow without end by naming themselves with larger arguments. */
    private static final int MAX_NAME = 500;

    private final JsonMapper mapper;
    private final TypeTable table;
    private final ScalarTypes scalars;
    private final BeanFields fields;
    private final Variants variants;
    private final Map<Direction, Map<JavaType, PythonType>> known = new EnumMap<>(Direction.class);

    JavaTypeReader(JsonMapper mapper, TypeTable table, boolean decimals) {
        this.mapper = mapper;
        this.table = table;
        this.scalars = new ScalarTypes(mapper, decimals);
        this.fields = new BeanFields(mapper, this);
        this.variants = new Variants(mapper);
    }

    PythonType read(JavaType type, Direction direction) {
        JavaType resolved = type instanceof ResolvedRecursiveType recursive ? recursive.getSelfReferencedType() : type;
        if (resolved == null) {
            return Scalar.ANY;
        }
        Optional<PythonType> scalar = scalars.find(resolved);
        return scalar.isPresent() ? scalar.get() : known(resolved, direction);
    }

    /** Tools of one application share their types, and to ask the mapper takes long. */
    private PythonType known(JavaType type, Direction direction) {
        Map<JavaType, PythonType> known = this.known.computeIfAbsent(direction, key -> new HashMap<>());
        PythonType found = known.get(type);
        if (found == null) {
            found = readCompound(type, direction);
            known.put(type, found);
        }
        return found;
    }

    private PythonType readCompound(JavaType type, Direction direction) {
        Class<?> raw = type.getRawClass();
        Optional<JavaType> awaited = ResultTypes.awaited(type);
        if (awaited.isPresent()) {
            return read(awaited.get(), direction);
        }
        if (type.isReferenceType()) {
            return PythonType.nullable(read(type.getReferencedType(), direction));
        }
        if (ArrayNode.class.isAssignableFrom(raw)) {
            return new ListOf(Scalar.ANY);
        }
        if (ObjectNode.class.isAssignableFrom(raw)) {
            return new DictOf(Scalar.ANY);
        }
        if (JsonNode.class.isAssignableFrom(raw)) {
            return Scalar.ANY;
        }
        if (type.isEnumType()) {
            return readEnum(type);
        }
        if (type.isMapLikeType()) {
            return new DictOf(read(type.getContentType(), direction));
        }
        if (type.isArrayType() || type.isCollectionLikeType() || type.isIterationType()) {
            return new ListOf(read(type.getContentType(), direction));
        }
        return readOther(type, direction);
    }

    private PythonType readOther(JavaType type, Direction direction) {
        Class<?> raw = type.getRawClass();
        Shape shape = Shape.of(mapper, type);
        if (shape == Shape.ARRAY) {
            return new ListOf(read(element(type), direction));
        }
        if (shape == Shape.MAP) {
            return new DictOf(Scalar.ANY);
        }
        if (shape != Shape.OBJECT) {
            return shape.scalar();
        }
        if (raw.getName().startsWith("java.") && !Map.Entry.class.isAssignableFrom(raw)) {
            return Scalar.ANY;
        }
        if (direction == Direction.ARGUMENT) {
            Optional<JavaType> delegate = delegate(type);
            if (delegate.isPresent()) {
                return read(delegate.get(), direction);
            }
        }
        return variants.of(type, direction)
                .map(found -> readVariants(type, found, direction))
                .orElseGet(() -> define(type, null, direction));
    }

    private PythonType readVariants(JavaType type, Variants.Found found, Direction direction) {
        if (found.options().isEmpty()) {
            return Scalar.ANY;
        }
        List<PythonType> options = new ArrayList<>();
        found.options().forEach(option -> options.add(define(option.type(), option, direction)));
        return options.size() == 1 ? options.get(0) : new PythonType.Union(options);
    }

    private PythonType define(JavaType type, Variants.Option variant, Direction direction) {
        String canonical = type.toCanonical();
        if (canonical.length() > MAX_NAME) {
            return new DictOf(Scalar.ANY);
        }
        String origin = variant == null ? canonical : canonical + "#" + variant.property() + "=" + variant.id();
        PythonType.Ref ref = table.define(key(direction, origin), () -> {
            List<Field> found = new ArrayList<>();
            if (variant != null) {
                found.add(variant.field());
            }
            fields.of(type, direction).stream()
                    .filter(f -> variant == null || !f.name().equals(variant.property()))
                    .forEach(found::add);
            return new TypeDefinition(
                    key(direction, origin),
                    origin,
                    name(type),
                    variant == null ? qualifier(type.getRawClass()) : variant.base(),
                    Descriptions.of(type.getRawClass()),
                    found,
                    fields.isOpen(type, direction));
        });
        TypeDefinition definition = table.get(ref);
        // Nothing is known of its keys: an interface without getters, or an empty class.
        return definition != null && definition.fields().isEmpty() ? new DictOf(Scalar.ANY) : ref;
    }

    /** The key of the definition of a Java type. */
    static String key(Direction direction, String origin) {
        return direction + ":" + origin;
    }

    private PythonType readEnum(JavaType type) {
        List<JsonNode> values = new ArrayList<>();
        for (Object constant : type.getRawClass().getEnumConstants()) {
            JsonNode value = mapper.valueToTree(constant);
            if (!value.isTextual() && !value.isIntegralNumber()) {
                return Scalar.ANY;
            }
            if (!values.contains(value)) {
                values.add(value);
            }
        }
        return values.isEmpty()
                ? Scalar.ANY
                : new Literals(type.toCanonical(), name(type), qualifier(type.getRawClass()), values);
    }

    private JavaType element(JavaType type) {
        JavaType iterable = type.findSuperType(Iterable.class);
        return iterable == null ? mapper.constructType(Object.class) : iterable.containedTypeOrUnknown(0);
    }

    /** What a creator takes that reads the whole value instead of its properties. */
    private Optional<JavaType> delegate(JavaType type) {
        BeanDescription description = mapper.getDeserializationConfig().introspect(type);
        List<AnnotatedWithParams> creators = new ArrayList<>(description.getConstructors());
        creators.addAll(description.getFactoryMethods());
        return creators.stream()
                .filter(c -> c.getParameterCount() == 1)
                .filter(c -> c.hasAnnotation(JsonCreator.class)
                        && c.getAnnotation(JsonCreator.class).mode() == JsonCreator.Mode.DELEGATING)
                .map(c -> c.getParameterType(0))
                .findFirst();
    }

    /** The type's name with those of its arguments before it: {@code Page<Expense>} is an {@code ExpensePage}. */
    private static String name(JavaType type) {
        StringBuilder name = new StringBuilder();
        for (JavaType argument : type.getBindings().getTypeParameters()) {
            if (argument.getRawClass() != Object.class) {
                name.append(name(argument));
            }
        }
        if (type.isArrayType()) {
            return name(type.getContentType()) + "Array";
        }
        return name.append(type.getRawClass().getSimpleName()).toString();
    }

    private static String qualifier(Class<?> type) {
        if (type.getEnclosingClass() != null) {
            return type.getEnclosingClass().getSimpleName();
        }
        String last = type.getPackageName().substring(type.getPackageName().lastIndexOf('.') + 1);
        return last.isEmpty() ? "" : last.substring(0, 1).toUpperCase(Locale.ROOT) + last.substring(1);
    }
}
