package io.github.langchain4j.ptc.catalog;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolMemoryId;
import dev.langchain4j.exception.ToolArgumentsException;
import dev.langchain4j.exception.ToolExecutionException;
import dev.langchain4j.internal.Json;
import dev.langchain4j.invocation.InvocationContext;
import dev.langchain4j.invocation.InvocationParameters;
import dev.langchain4j.service.tool.DefaultToolExecutor;
import dev.langchain4j.service.tool.ToolExecutionResult;
import dev.langchain4j.service.tool.ToolExecutor;
import java.io.IOException;
import java.lang.reflect.Array;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.stream.BaseStream;

/**
 * Calls a {@code @Tool} method. Reads arguments by the declared types, exactly: LangChain4j's own executor sends every
 * number through a double, so large ids change, and cannot read dates, URIs or generic beans from text. Arguments that
 * do not fit the declared types are left to it, so everything that it understands is understood here.
 */
final class BeanToolExecutor implements ToolExecutor {

    /** An endless stream must not fill the memory. */
    private static final int MAX_ELEMENTS = 1_000_000;

    private final BeanTool tool;
    private final JsonMapper mapper;
    private final ToolExecutor lenient;

    BeanToolExecutor(BeanTool tool, JsonMapper mapper) {
        this.tool = tool;
        this.mapper = mapper;
        this.lenient = ordinary(tool);
    }

    /** LangChain4j's own executor, which throws what the tool throws. */
    static ToolExecutor ordinary(BeanTool tool) {
        return DefaultToolExecutor.builder()
                .object(tool.bean())
                .originalMethod(tool.method())
                .methodToInvoke(tool.method())
                .wrapToolArgumentsExceptions(true)
                .propagateToolExecutionExceptions(true)
                .build();
    }

    @Override
    public String execute(ToolExecutionRequest request, Object memoryId) {
        return executeWithContext(
                        request,
                        InvocationContext.builder().chatMemoryId(memoryId).build())
                .resultText();
    }

    @Override
    public ToolExecutionResult executeWithContext(ToolExecutionRequest request, InvocationContext context) {
        Object[] arguments;
        try {
            arguments = bind(request, context);
        } catch (IllegalArgumentException e) {
            return executeLeniently(request, context, e);
        }
        try {
            Object result = plain(tool.method().invoke(tool.bean(), arguments));
            return ToolExecutionResult.builder()
                    .result(result)
                    .resultTextSupplier(() -> text(result))
                    .build();
        } catch (InvocationTargetException | ExecutionException e) {
            throw new ToolExecutionException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ToolExecutionException(e);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(tool.where() + " is no longer accessible", e);
        }
    }

    private ToolExecutionResult executeLeniently(
            ToolExecutionRequest request, InvocationContext context, IllegalArgumentException misfit) {
        try {
            return lenient.executeWithContext(request, context);
        } catch (ToolArgumentsException e) {
            // The strict reading says which argument is wrong and why; the lenient one only that something is.
            throw new ToolArgumentsException(misfit);
        }
    }

    private Object[] bind(ToolExecutionRequest request, InvocationContext context) {
        JsonNode given = given(request.arguments());
        Object[] arguments = new Object[tool.parameters().size()];
        for (int i = 0; i < arguments.length; i++) {
            BeanTool.Parameter parameter = tool.parameters().get(i);
            arguments[i] = parameter.isContext()
                    ? contextValue(parameter, context)
                    : value(parameter, given.path(parameter.name()));
        }
        return arguments;
    }

    private JsonNode given(String json) {
        try {
            return json == null || json.isBlank() ? mapper.createObjectNode() : mapper.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("the arguments are no JSON object", e);
        }
    }

    private static Object contextValue(BeanTool.Parameter parameter, InvocationContext context) {
        if (context == null) {
            return null;
        }
        Class<?> raw = parameter.declared().getType();
        if (parameter.declared().isAnnotationPresent(ToolMemoryId.class)) {
            return context.chatMemoryId();
        }
        if (raw == InvocationContext.class) {
            return context;
        }
        if (InvocationParameters.class.isAssignableFrom(raw)) {
            return context.invocationParameters();
        }
        return context.managedParameters().get(raw);
    }

    private Object value(BeanTool.Parameter parameter, JsonNode given) {
        if (!given.isMissingNode() && !given.isNull()) {
            return read(parameter, given);
        }
        Class<?> raw = parameter.declared().getType();
        if (raw.isPrimitive()) {
            if (parameter.isRequired()) {
                throw new IllegalArgumentException("no value for " + parameter.name());
            }
            return Array.get(Array.newInstance(raw, 1), 0);
        }
        if (raw == Optional.class) {
            return Optional.empty();
        }
        if (raw == OptionalInt.class) {
            return OptionalInt.empty();
        }
        if (raw == OptionalLong.class) {
            return OptionalLong.empty();
        }
        return raw == OptionalDouble.class ? OptionalDouble.empty() : null;
    }

    private Object read(BeanTool.Parameter parameter, JsonNode given) {
        try {
            return mapper.readerFor(parameter.type()).readValue(given);
        } catch (IOException e) {
            Throwable root = e;
            while (root.getCause() != null) {
                root = root.getCause();
            }
            // Jackson's own messages end with the place in the source, which nobody here has.
            String reason =
                    root instanceof JsonProcessingException json ? json.getOriginalMessage() : root.getMessage();
            throw new IllegalArgumentException(parameter.name() + ": " + reason, e);
        }
    }

    /** The result itself: futures awaited, streams and iterators, which can be read once only, as lists. */
    private static Object plain(Object result) throws ExecutionException, InterruptedException {
        if (result instanceof CompletionStage<?> stage) {
            return plain(stage.toCompletableFuture().get());
        }
        if (result instanceof Future<?> future) {
            return plain(future.get());
        }
        if (result instanceof BaseStream<?, ?> stream) {
            try (stream) {
                return list(stream.iterator());
            }
        }
        return result instanceof Iterator<?> iterator ? list(iterator) : result;
    }

    private static List<Object> list(Iterator<?> iterator) {
        List<Object> elements = new ArrayList<>();
        while (iterator.hasNext()) {
            if (elements.size() == MAX_ELEMENTS) {
                throw new ToolExecutionException(new IllegalStateException(
                        "the tool returned a sequence of more than " + MAX_ELEMENTS + " elements"));
            }
            elements.add(iterator.next());
        }
        return elements;
    }

    private String text(Object result) {
        if (tool.method().getReturnType() == void.class) {
            return "Success";
        }
        return tool.method().getReturnType() == String.class ? (String) result : Json.toJson(result);
    }
}
