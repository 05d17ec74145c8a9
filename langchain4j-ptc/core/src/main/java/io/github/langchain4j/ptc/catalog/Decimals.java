package io.github.langchain4j.ptc.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;

/** Decimal numbers in the form that keeps their digits: an object with one key. */
final class Decimals {

    private Decimals() {}

    static boolean isDecimal(JsonNode value) {
        JsonNode digits = value.isObject() && value.size() == 1 ? value.get(JavaJson.DECIMAL_KEY) : null;
        if (digits == null || !digits.isTextual()) {
            return false;
        }
        try {
            new BigDecimal(digits.asText());
            return true;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    /** The value of a number in either form. */
    static BigDecimal valueOf(JsonNode value) {
        return value.isObject() ? new BigDecimal(value.get(JavaJson.DECIMAL_KEY).asText()) : value.decimalValue();
    }
}
