package io.github.langchain4j.ptc.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.langchain4j.ptc.catalog.PythonType.DictOf;
import io.github.langchain4j.ptc.catalog.PythonType.Formatted;
import io.github.langchain4j.ptc.catalog.PythonType.Int;
import io.github.langchain4j.ptc.catalog.PythonType.ListOf;
import io.github.langchain4j.ptc.catalog.PythonType.Literals;
import io.github.langchain4j.ptc.catalog.PythonType.Nullable;
import io.github.langchain4j.ptc.catalog.PythonType.Ref;
import io.github.langchain4j.ptc.catalog.PythonType.Scalar;
import io.github.langchain4j.ptc.catalog.PythonType.Union;
import io.github.langchain4j.ptc.catalog.TypeDefinition.Field;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Compares a value that came out of a sandbox with the type that it should have. Immutable. */
final class TypeCheck {

    private static final int MAX_DEPTH = 70;

    /** Digits and exponent of a number: {@code 1e999999999} is short to write and endless to compute with. */
    private static final int MAX_MAGNITUDE = 5_000;

    private final TypeTable table;
    private final JsonMapper mapper;
    private final Function<PythonType, String> names;

    /** @param names how the stubs write a type */
    TypeCheck(TypeTable table, JsonMapper mapper, Function<PythonType, String> names) {
        this.table = table;
        this.mapper = mapper;
        this.names = names;
    }

    /** What is wrong with a value, starting with where, or empty. */
    Optional<String> mismatch(String path, PythonType type, JsonNode value) {
        return Optional.ofNullable(check(path, type, value, 0));
    }

    /** The type of what a dict of this type has under a key. */
    PythonType memberType(PythonType type, String key) {
        if (type instanceof DictOf dict) {
            return dict.value();
        } else if (type instanceof Ref ref) {
            return table.get(ref).fields().stream()
                    .filter(f -> f.name().equals(key))
                    .map(Field::type)
                    .findFirst()
                    .orElse(Scalar.ANY);
        }
        return Scalar.ANY;
    }

    private String check(String path, PythonType type, JsonNode value, int depth) {
        if (depth > MAX_DEPTH) {
            return path + ": nested too deeply";
        }
        if (isTooLarge(value)) {
            return path + ": the number is too large";
        }
        if (type instanceof Nullable nullable) {
            return value.isNull() ? null : check(path, nullable.type(), value, depth);
        } else if (type instanceof ListOf list) {
            return checkList(path, list, value, depth);
        } else if (type instanceof DictOf dict) {
            return checkDict(path, dict, value, depth);
        } else if (type instanceof Ref ref) {
            return checkDefined(path, ref, value, depth);
        } else if (type instanceof Union union) {
            return checkUnion(path, union, value, depth);
        } else if (type instanceof Literals literals) {
            return checkConstant(path, literals, value);
        } else if (type == Scalar.ANY) {
            return checkAny(path, value, depth);
        }
        return fits(type, value) ? null : expected(path, type, value);
    }

    private boolean fits(PythonType type, JsonNode value) {
        if (type instanceof Int integer) {
            return isWhole(value) && isWithin(integer, whole(value));
        } else if (type instanceof Formatted format) {
            return value.isTextual() && canParse(format, value);
        }
        return switch ((Scalar) type) {
            case NONE -> value.isNull();
            case BOOL -> value.isBoolean();
            case STR -> value.isTextual();
            case FLOAT, DECIMAL ->
                Decimals.isDecimal(value) || (value.isNumber() && Double.isFinite(value.doubleValue()));
            case ANY -> true;
        };
    }

    private String checkList(String path, ListOf list, JsonNode value, int depth) {
        if (!value.isArray()) {
            return expected(path, list, value);
        }
        for (int i = 0; i < value.size(); i++) {
            String wrong = check(path + "[" + i + "]", list.element(), value.get(i), depth + 1);
            if (wrong != null) {
                return wrong;
            }
        }
        return null;
    }

    private String checkDict(String path, DictOf dict, JsonNode value, int depth) {
        if (!value.isObject()) {
            return expected(path, dict, value);
        }
        for (Map.Entry<String, JsonNode> entry : value.properties()) {
            String wrong = check(inside(path, entry.getKey()), dict.value(), entry.getValue(), depth + 1);
            if (wrong != null) {
                return wrong;
            }
        }
        return null;
    }

    private String checkDefined(String path, Ref ref, JsonNode value, int depth) {
        if (!value.isObject()) {
            return expected(path, ref, value);
        }
        TypeDefinition definition = table.get(ref);
        List<String> known = definition.fields().stream().map(Field::name).toList();
        for (Field field : definition.fields()) {
            JsonNode given = value.get(field.name());
            if (given == null && field.required()) {
                return path + ": the key " + PythonText.literal(field.name()) + " is missing";
            }
            boolean left = given == null || (given.isNull() && !field.required());
            String wrong = left ? null : check(inside(path, field.name()), field.type(), given, depth + 1);
            if (wrong != null) {
                return wrong;
            }
        }
        for (Map.Entry<String, JsonNode> entry : value.properties()) {
            if (!known.contains(entry.getKey())) {
                String wrong = definition.open()
                        ? checkAny(inside(path, entry.getKey()), entry.getValue(), depth + 1)
                        : path + ": unknown key " + PythonText.literal(PythonText.shortened(entry.getKey()))
                                + Similar.hint(entry.getKey(), known);
                if (wrong != null) {
                    return wrong;
                }
            }
        }
        return null;
    }

    private String checkUnion(String path, Union union, JsonNode value, int depth) {
        for (PythonType option : union.options()) {
            String wrong = check(path, option, value, depth + 1);
            if (wrong == null) {
                return null;
            }
            // A constant that fits tells which variant was meant: its own complaint helps more than the union's.
            if (option instanceof Ref ref && isTagged(ref, value)) {
                return wrong;
            }
        }
        return expected(path, union, value) + tags(union);
    }

    private boolean isTagged(Ref ref, JsonNode value) {
        return table.get(ref).fields().stream()
                .anyMatch(f -> f.type() instanceof Literals tag
                        && tag.values().size() == 1
                        && tag.values().get(0).equals(value.get(f.name())));
    }

    private String tags(Union union) {
        List<String> tags = union.options().stream()
                .filter(Ref.class::isInstance)
                .flatMap(o -> table.get((Ref) o).fields().stream().limit(1))
                .filter(f -> f.type() instanceof Literals tag && tag.values().size() == 1)
                .map(f -> f.name() + "=" + ((Literals) f.type()).values().get(0))
                .toList();
        return tags.isEmpty() ? "" : " (told apart by " + String.join(", ", tags) + ")";
    }

    private String checkConstant(String path, Literals literals, JsonNode value) {
        for (JsonNode constant : literals.values()) {
            boolean same = constant.isNumber()
                    ? isWhole(value) && whole(value).equals(constant.bigIntegerValue())
                    : constant.equals(value);
            if (same) {
                return null;
            }
        }
        List<String> texts = literals.values().stream()
                .filter(JsonNode::isTextual)
                .map(JsonNode::asText)
                .toList();
        String hint = value.isTextual() ? Similar.hint(value.asText(), texts) : "";
        return expected(path, literals, value) + hint;
    }

    private String checkAny(String path, JsonNode value, int depth) {
        if (value.isArray()) {
            return checkList(path, new ListOf(Scalar.ANY), value, depth);
        }
        return value.isObject() ? checkDict(path, new DictOf(Scalar.ANY), value, depth) : null;
    }

    private boolean canParse(Formatted format, JsonNode value) {
        if (format.parsed() == null) {
            return true;
        }
        try {
            return !value.asText().isBlank()
                    && mapper.readerFor(format.parsed()).readValue(value) != null;
        } catch (IOException | IllegalArgumentException e) {
            return false;
        }
    }

    private static boolean isTooLarge(JsonNode value) {
        if (value.isBigDecimal() || Decimals.isDecimal(value)) {
            BigDecimal number = value.isBigDecimal() ? value.decimalValue() : Decimals.valueOf(value);
            return Math.abs((long) number.scale()) > MAX_MAGNITUDE || number.precision() > MAX_MAGNITUDE;
        }
        return value.isBigInteger() && value.bigIntegerValue().bitLength() > MAX_MAGNITUDE * 4;
    }

    static boolean isWhole(JsonNode value) {
        if (value.isIntegralNumber()) {
            return true;
        }
        if (value.isFloatingPointNumber() && !value.isBigDecimal() && !Double.isFinite(value.doubleValue())) {
            return false;
        }
        return (value.isNumber() || Decimals.isDecimal(value))
                && Decimals.valueOf(value).stripTrailingZeros().scale() <= 0;
    }

    static BigInteger whole(JsonNode value) {
        return value.isIntegralNumber()
                ? value.bigIntegerValue()
                : Decimals.valueOf(value).toBigInteger();
    }

    private static boolean isWithin(Int type, BigInteger value) {
        return (type.minimum() == null || value.compareTo(type.minimum()) >= 0)
                && (type.maximum() == null || value.compareTo(type.maximum()) <= 0);
    }

    private String expected(String path, PythonType type, JsonNode value) {
        String name = names.apply(type);
        if (type instanceof Formatted format) {
            name = "str like " + PythonText.oneLine(format.hint());
        } else if (type instanceof Int integer && integer.minimum() != null && isWhole(value)) {
            name = "int from " + integer.minimum() + " to " + integer.maximum();
        }
        return path + ": expected " + name + ", got " + shown(value);
    }

    private static String inside(String path, String key) {
        return path + "[" + PythonText.literal(PythonText.shortened(key)) + "]";
    }

    private static String shown(JsonNode value) {
        return switch (value.getNodeType()) {
            case NULL, MISSING -> "None";
            case BOOLEAN -> value.asBoolean() ? "True" : "False";
            case STRING -> PythonText.literal(PythonText.shortened(value.asText()));
            case ARRAY -> "a list";
            case OBJECT -> Decimals.isDecimal(value) ? "a Decimal" : "a dict";
            default -> PythonText.shortened(value.toString());
        };
    }
}
