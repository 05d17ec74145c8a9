package io.github.langchain4j.ptc.catalog;

import com.fasterxml.jackson.databind.introspect.AnnotatedMember;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;

/** Whether something is declared to be null at times, by an annotation called {@code Nullable} of any library. */
final class Nullability {

    private Nullability() {}

    static boolean isNullable(Parameter parameter) {
        return hasNullable(parameter) || hasNullable(parameter.getAnnotatedType());
    }

    /** Of what the method returns. */
    static boolean isNullable(Method method) {
        return hasNullable(method) || hasNullable(method.getAnnotatedReturnType());
    }

    static boolean isNullable(AnnotatedMember member) {
        for (Annotation annotation : member.getAllAnnotations().annotations()) {
            if (isNullable(annotation)) {
                return true;
            }
        }
        Member declared = member.getMember();
        AnnotatedType type = declared instanceof Field field
                ? field.getAnnotatedType()
                : declared instanceof Method method ? method.getAnnotatedReturnType() : null;
        return type != null && hasNullable(type);
    }

    private static boolean hasNullable(AnnotatedElement element) {
        for (Annotation annotation : element.getAnnotations()) {
            if (isNullable(annotation)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isNullable(Annotation annotation) {
        return annotation.annotationType().getSimpleName().equals("Nullable");
    }
}
