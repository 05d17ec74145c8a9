package io.github.langchain4j.ptc.catalog;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.type.TypeFactory;
import dev.langchain4j.data.image.Image;
import dev.langchain4j.data.message.Content;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/** What a tool's declared return type means for its result. */
final class ResultTypes {

    /** Frameworks await these before a result reaches LangChain4j; known by name, as they are no dependency. */
    private static final List<String> AWAITED_ELSEWHERE =
            List.of("io.smallrye.mutiny.Uni", "reactor.core.publisher.Mono");

    private ResultTypes() {}

    /** The type of the value that comes later, if the type is that of a future. */
    static Optional<JavaType> awaited(JavaType type) {
        Class<?> raw = type.getRawClass();
        for (Class<?> future : List.<Class<?>>of(Future.class, CompletionStage.class)) {
            if (future.isAssignableFrom(raw)) {
                return Optional.of(type.findSuperType(future).containedTypeOrUnknown(0));
            }
        }
        return AWAITED_ELSEWHERE.contains(raw.getName())
                ? Optional.of(type.containedTypeOrUnknown(0))
                : Optional.empty();
    }

    /** The type of the value that is written: futures awaited, streams and iterators as lists. */
    static JavaType written(JavaType type, TypeFactory types) {
        Optional<JavaType> awaited = awaited(type);
        if (awaited.isPresent()) {
            return written(awaited.get(), types);
        }
        for (Class<?> sequence : List.<Class<?>>of(Stream.class, Iterator.class)) {
            if (sequence.isAssignableFrom(type.getRawClass())) {
                return types.constructCollectionType(
                        List.class, type.findSuperType(sequence).containedTypeOrUnknown(0));
            }
        }
        return type;
    }

    /** Whether the result is for a model's eyes, such as an image, so that a program cannot use it. */
    static boolean isContent(JavaType type) {
        JavaType item = type.isArrayType() || type.isCollectionLikeType() ? type.getContentType() : type;
        return Image.class.isAssignableFrom(item.getRawClass()) || Content.class.isAssignableFrom(item.getRawClass());
    }
}
