package io.github.langchain4j.ptc.catalog;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.databind.introspect.Annotated;
import dev.langchain4j.model.output.structured.Description;

/** What annotations say of types and fields. */
final class Descriptions {

    private Descriptions() {}

    static String of(Class<?> type) {
        Description description = type.getAnnotation(Description.class);
        if (description != null) {
            return String.join(" ", description.value());
        }
        JsonClassDescription other = type.getAnnotation(JsonClassDescription.class);
        return other == null ? "" : other.value();
    }

    static String of(Annotated member, String otherwise) {
        Description description = member == null ? null : member.getAnnotation(Description.class);
        if (description != null) {
            return String.join(" ", description.value());
        }
        return otherwise == null ? "" : otherwise;
    }
}
