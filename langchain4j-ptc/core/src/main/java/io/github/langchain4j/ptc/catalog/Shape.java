package io.github.langchain4j.ptc.catalog;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.jsonFormatVisitors.JsonAnyFormatVisitor;
import com.fasterxml.jackson.databind.jsonFormatVisitors.JsonArrayFormatVisitor;
import com.fasterxml.jackson.databind.jsonFormatVisitors.JsonBooleanFormatVisitor;
import com.fasterxml.jackson.databind.jsonFormatVisitors.JsonFormatVisitorWrapper;
import com.fasterxml.jackson.databind.jsonFormatVisitors.JsonIntegerFormatVisitor;
import com.fasterxml.jackson.databind.jsonFormatVisitors.JsonMapFormatVisitor;
import com.fasterxml.jackson.databind.jsonFormatVisitors.JsonNullFormatVisitor;
import com.fasterxml.jackson.databind.jsonFormatVisitors.JsonNumberFormatVisitor;
import com.fasterxml.jackson.databind.jsonFormatVisitors.JsonObjectFormatVisitor;
import com.fasterxml.jackson.databind.jsonFormatVisitors.JsonStringFormatVisitor;
import io.github.langchain4j.ptc.catalog.PythonType.Int;
import io.github.langchain4j.ptc.catalog.PythonType.Scalar;

/** What kind of JSON a Jackson serializer says that it writes. */
enum Shape {
    ANY(Scalar.ANY),
    ARRAY(new PythonType.ListOf(Scalar.ANY)),
    BOOLEAN(Scalar.BOOL),
    INTEGER(Int.UNBOUNDED),
    MAP(new PythonType.DictOf(Scalar.ANY)),
    NULL(Scalar.NONE),
    NUMBER(Scalar.FLOAT),
    OBJECT(new PythonType.DictOf(Scalar.ANY)),
    STRING(Scalar.STR);

    private final PythonType scalar;

    Shape(PythonType scalar) {
        this.scalar = scalar;
    }

    /** The type of a value of which only the shape is known. */
    PythonType scalar() {
        return scalar;
    }

    static Shape of(JsonMapper mapper, JavaType type) {
        Detector detector = new Detector();
        try {
            mapper.acceptJsonFormatVisitor(type, detector);
        } catch (JsonMappingException e) {
            throw new IllegalArgumentException(
                    "Jackson cannot write " + type.toCanonical() + ": " + e.getOriginalMessage(), e);
        }
        return detector.shape;
    }

    static Shape of(SerializerProvider provider, JsonSerializer<?> serializer, JavaType type)
            throws JsonMappingException {
        Detector detector = new Detector();
        detector.setProvider(provider);
        serializer.acceptJsonFormatVisitor(detector, type);
        return detector.shape;
    }

    private static final class Detector extends JsonFormatVisitorWrapper.Base {

        private Shape shape = Shape.ANY;

        @Override
        public JsonObjectFormatVisitor expectObjectFormat(JavaType type) {
            shape = OBJECT;
            return null;
        }

        @Override
        public JsonArrayFormatVisitor expectArrayFormat(JavaType type) {
            shape = ARRAY;
            return null;
        }

        @Override
        public JsonStringFormatVisitor expectStringFormat(JavaType type) {
            shape = STRING;
            return null;
        }

        @Override
        public JsonNumberFormatVisitor expectNumberFormat(JavaType type) {
            shape = NUMBER;
            return null;
        }

        @Override
        public JsonIntegerFormatVisitor expectIntegerFormat(JavaType type) {
            shape = INTEGER;
            return null;
        }

        @Override
        public JsonBooleanFormatVisitor expectBooleanFormat(JavaType type) {
            shape = BOOLEAN;
            return null;
        }

        @Override
        public JsonNullFormatVisitor expectNullFormat(JavaType type) {
            shape = NULL;
            return null;
        }

        @Override
        public JsonAnyFormatVisitor expectAnyFormat(JavaType type) {
            shape = ANY;
            return null;
        }

        @Override
        public JsonMapFormatVisitor expectMapFormat(JavaType type) {
            shape = MAP;
            return null;
        }
    }
}
