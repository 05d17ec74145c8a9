package io.github.langchain4j.ptc.catalog;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.databind.AnnotationIntrospector;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.BeanProperty;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializationConfig;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.introspect.AnnotatedMember;
import com.fasterxml.jackson.databind.introspect.BeanPropertyDefinition;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.jsonFormatVisitors.JsonFormatVisitorWrapper;
import com.fasterxml.jackson.databind.jsonFormatVisitors.JsonObjectFormatVisitor;
import com.fasterxml.jackson.databind.ser.BeanPropertyWriter;
import com.fasterxml.jackson.databind.util.NameTransformer;
import io.github.langchain4j.ptc.catalog.JavaTypeReader.Direction;
import io.github.langchain4j.ptc.catalog.PythonType.Formatted;
import io.github.langchain4j.ptc.catalog.PythonType.Nullable;
import io.github.langchain4j.ptc.catalog.TypeDefinition.Field;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The properties of a Java bean or record as Jackson writes them in a result or reads them from an argument. */
final class BeanFields {

    private final JsonMapper mapper;
    private final JavaTypeReader types;

    BeanFields(JsonMapper mapper, JavaTypeReader types) {
        this.mapper = mapper;
        this.types = types;
    }

    List<Field> of(JavaType type, Direction direction) {
        List<Field> fields = direction == Direction.RESULT ? written(type) : read(type, NameTransformer.NOP);
        return inStableOrder(type, fields);
    }

    /** Whether there may be more keys than the fields. */
    boolean isOpen(JavaType type, Direction direction) {
        return direction == Direction.RESULT
                ? mapper.getSerializationConfig().introspect(type).findAnyGetter() != null
                : mapper.getDeserializationConfig().introspect(type).findAnySetterAccessor() != null;
    }

    private List<Field> written(JavaType type) {
        Collector collector = new Collector(
                mapper.getSerializationConfig().introspect(type).findPropertyInclusion(JsonInclude.Value.empty()));
        try {
            mapper.acceptJsonFormatVisitor(type, collector);
        } catch (JsonMappingException e) {
            throw new IllegalArgumentException(
                    "Jackson cannot write " + type.toCanonical() + ": " + e.getOriginalMessage(), e);
        }
        return collector.fields;
    }

    private final class Collector extends JsonFormatVisitorWrapper.Base {

        private final JsonInclude.Value inclusion;
        private final List<Field> fields = new ArrayList<>();

        Collector(JsonInclude.Value inclusion) {
            this.inclusion = inclusion;
        }

        @Override
        public JsonObjectFormatVisitor expectObjectFormat(JavaType type) {
            return new JsonObjectFormatVisitor.Base(getProvider()) {

                @Override
                public void property(BeanProperty property) throws JsonMappingException {
                    fields.add(writtenField(property, getProvider(), inclusion));
                }

                @Override
                public void optionalProperty(BeanProperty property) throws JsonMappingException {
                    property(property);
                }
            };
        }
    }

    private Field writtenField(BeanProperty property, SerializerProvider provider, JsonInclude.Value inclusion)
            throws JsonMappingException {
        AnnotatedMember member = property.getMember();
        PythonType type = writtenType(property, provider);
        if (member != null && Nullability.isNullable(member)) {
            type = PythonType.nullable(type);
        }
        boolean mayBeAbsent = mayBeLeftOut(property, inclusion);
        if (mayBeAbsent && type instanceof Nullable nullable) {
            type = nullable.type();
        }
        String comment = Descriptions.of(member, property.getMetadata().getDescription());
        return new Field(property.getName(), type, !mayBeAbsent, mayBeAbsent, comment);
    }

    /** Whether a property is not written when it is null, empty or has its default. */
    private static boolean mayBeLeftOut(BeanProperty property, JsonInclude.Value ofBean) {
        JsonInclude.Value own = property.getMember() == null
                ? null
                : property.getMember().hasAnnotation(JsonInclude.class)
                        ? JsonInclude.Value.from(property.getMember().getAnnotation(JsonInclude.class))
                        : null;
        JsonInclude.Include inclusion = ofBean.withOverrides(own).getValueInclusion();
        return switch (inclusion) {
            case ALWAYS, USE_DEFAULTS -> false;
            case NON_DEFAULT, CUSTOM -> true;
            default -> !property.getType().isPrimitive();
        };
    }

    private PythonType writtenType(BeanProperty property, SerializerProvider provider) throws JsonMappingException {
        SerializationConfig config = mapper.getSerializationConfig();
        JsonFormat.Value format =
                property.findPropertyFormat(config, property.getType().getRawClass());
        AnnotationIntrospector annotations = config.getAnnotationIntrospector();
        AnnotatedMember member = property.getMember();
        boolean formatted = format != null && (format.hasShape() || format.hasPattern());
        if (!formatted && (member == null || !isCustom(annotations, member))) {
            return types.read(property.getType(), Direction.RESULT);
        }
        JsonSerializer<?> serializer = property instanceof BeanPropertyWriter writer && writer.getSerializer() != null
                ? writer.getSerializer()
                : provider.findPrimaryPropertySerializer(property.getType(), property);
        Shape shape = Shape.of(provider, serializer, property.getType());
        return shape == Shape.STRING && format != null && format.hasPattern()
                ? new Formatted(null, format.getPattern(), null)
                : shape.scalar();
    }

    private static boolean isCustom(AnnotationIntrospector annotations, AnnotatedMember member) {
        return annotations.findSerializer(member) != null
                || annotations.findContentSerializer(member) != null
                || annotations.findSerializationConverter(member) != null
                || annotations.findSerializationContentConverter(member) != null;
    }

    private List<Field> read(JavaType type, NameTransformer names) {
        DeserializationConfig config = mapper.getDeserializationConfig();
        AnnotationIntrospector annotations = config.getAnnotationIntrospector();
        BeanDescription bean = config.introspect(type);
        Set<String> ignored = annotations
                .findPropertyIgnoralByName(config, bean.getClassInfo())
                .findIgnoredForDeserialization();
        List<Field> fields = new ArrayList<>();
        for (BeanPropertyDefinition property : bean.findProperties()) {
            if (!property.couldDeserialize() || ignored.contains(property.getName())) {
                continue;
            }
            AnnotatedMember member = property.getNonConstructorMutator() != null
                    ? property.getNonConstructorMutator()
                    : property.getPrimaryMember();
            NameTransformer unwrapping = annotations.findUnwrappingNameTransformer(member);
            if (unwrapping != null) {
                fields.addAll(read(property.getPrimaryType(), NameTransformer.chainedTransformer(names, unwrapping)));
            } else {
                fields.add(readField(property, member, names));
            }
        }
        return fields;
    }

    private Field readField(BeanPropertyDefinition property, AnnotatedMember member, NameTransformer names) {
        AnnotationIntrospector annotations = mapper.getDeserializationConfig().getAnnotationIntrospector();
        PythonType type = readType(property, member, annotations);
        boolean nullable = type instanceof Nullable || isNullable(property);
        JsonProperty named = member.getAnnotation(JsonProperty.class);
        // LangChain4j reads @JsonProperty without required = true as optional, although many use it only for the name.
        boolean required = property.isRequired() || (named == null && !nullable);
        String comment = Descriptions.of(
                property.getField() == null ? member : property.getField(),
                property.getMetadata().getDescription());
        return new Field(
                names.transform(property.getName()),
                nullable ? PythonType.nullable(type) : type,
                required,
                false,
                comment);
    }

    private PythonType readType(
            BeanPropertyDefinition property, AnnotatedMember member, AnnotationIntrospector annotations) {
        if (annotations.findDeserializer(member) != null || annotations.findContentDeserializer(member) != null) {
            return PythonType.Scalar.ANY;
        }
        JsonFormat.Value format = annotations.findFormat(member);
        if (format != null && format.hasPattern()) {
            return new Formatted(null, format.getPattern(), null);
        }
        if (format != null && format.getShape().isNumeric()) {
            return PythonType.Scalar.ANY;
        }
        return types.read(property.getPrimaryType(), Direction.ARGUMENT);
    }

    private static boolean isNullable(BeanPropertyDefinition property) {
        return (property.getField() != null && Nullability.isNullable(property.getField()))
                || (property.getSetter() != null && Nullability.isNullable(property.getSetter()))
                || (property.getGetter() != null && Nullability.isNullable(property.getGetter()))
                || (property.getConstructorParameter() != null
                        && Nullability.isNullable(property.getConstructorParameter()));
    }

    /**
     * Fields and record components come in the order of the source. Properties that exist as methods only come in an
     * order that may differ from one JVM run to the next, so they are sorted by name, after the others.
     */
    private List<Field> inStableOrder(JavaType type, List<Field> fields) {
        Map<String, Integer> rank = new HashMap<>();
        JsonPropertyOrder explicit = mapper.getSerializationConfig()
                .introspectClassAnnotations(type)
                .getClassAnnotations()
                .get(JsonPropertyOrder.class);
        if (explicit != null) {
            for (String name : explicit.value()) {
                rank.putIfAbsent(name, rank.size());
            }
        }
        Set<String> backed = mapper.getSerializationConfig().introspect(type).findProperties().stream()
                .filter(p -> p.hasField() || p.hasConstructorParameter())
                .map(BeanPropertyDefinition::getName)
                .collect(Collectors.toSet());
        int first = rank.size();
        List<Field> loose = new ArrayList<>();
        for (Field field : fields) {
            if (rank.containsKey(field.name())) {
                continue;
            }
            if (backed.contains(field.name())) {
                rank.put(field.name(), first + rank.size());
            } else {
                loose.add(field);
            }
        }
        loose.sort(Comparator.comparing(Field::name));
        loose.forEach(field -> rank.put(field.name(), Integer.MAX_VALUE / 2 + rank.size()));
        List<Field> sorted = new ArrayList<>(fields);
        sorted.sort(Comparator.comparing(field -> rank.get(field.name())));
        return sorted;
    }
}
