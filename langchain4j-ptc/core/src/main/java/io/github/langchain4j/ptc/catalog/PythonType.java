package io.github.langchain4j.ptc.catalog;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigInteger;
import java.util.List;

/** A type as a program sees it. Values compare by content, so that equal types are written once. */
sealed interface PythonType {

    /** The types that need no more to be said. */
    enum Scalar implements PythonType {
        ANY("Any"),
        NONE("None"),
        BOOL("bool"),
        STR("str"),
        FLOAT("float"),
        DECIMAL("Decimal");

        private final String python;

        Scalar(String python) {
            this.python = python;
        }

        String python() {
            return python;
        }
    }

    /** An integer between two bounds; null means unbounded. */
    record Int(BigInteger minimum, BigInteger maximum) implements PythonType {

        static final Int UNBOUNDED = new Int(null, null);

        static Int between(long minimum, long maximum) {
            return new Int(BigInteger.valueOf(minimum), BigInteger.valueOf(maximum));
        }
    }

    /**
     * A text in a format.
     *
     * @param alias the name that the stubs give to the format, such as {@code Date}; null if it has none
     * @param hint how such a text looks
     * @param parsed the Java type that must be able to read it; null if every text will do
     */
    record Formatted(String alias, String hint, JavaType parsed) implements PythonType {}

    /**
     * One of some constants.
     *
     * @param origin the Java class or the schema; tells constants of the same name apart
     * @param name how the stubs may call it
     * @param qualifier what is put before the name if something else has it
     */
    record Literals(String origin, String name, String qualifier, List<JsonNode> values) implements PythonType {

        private static final String TAG = "tag:";

        public Literals {
            values = List.copyOf(values);
        }

        /** The value of a property that says which subtype an object is. */
        static Literals tag(String property, String id) {
            return new Literals(TAG + id, property, "", List.of(TextNode.valueOf(id)));
        }

        boolean isTag() {
            return origin.startsWith(TAG);
        }
    }

    /** A list. */
    record ListOf(PythonType element) implements PythonType {}

    /** A dict with keys that are not known beforehand. */
    record DictOf(PythonType value) implements PythonType {}

    /** The type or {@code None}. */
    record Nullable(PythonType type) implements PythonType {}

    /** One of several types. */
    record Union(List<PythonType> options) implements PythonType {

        public Union {
            options = List.copyOf(options);
        }
    }

    /** A dict with known keys, defined in the {@link TypeTable}: by reference, as types may be recursive. */
    record Ref(String key) implements PythonType {}

    /** The type or {@code None}, without saying so twice. */
    static PythonType nullable(PythonType type) {
        return type instanceof Nullable || type == Scalar.ANY || type == Scalar.NONE ? type : new Nullable(type);
    }
}
