package io.github.langchain4j.ptc.samples.benchmark;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.bedrockagentcore.BedrockAgentCoreAsyncClient;
import software.amazon.awssdk.services.bedrockagentcore.model.CodeInterpreterResult;
import software.amazon.awssdk.services.bedrockagentcore.model.InvokeCodeInterpreterResponseHandler;
import software.amazon.awssdk.services.bedrockagentcore.model.ProgrammingLanguage;
import software.amazon.awssdk.services.bedrockagentcore.model.ToolName;

/** A session of a code interpreter, without any sandbox in front of it. */
final class RawSession implements AutoCloseable {

    private final BedrockAgentCoreAsyncClient client;
    private final String identifier;
    private final String id;

    RawSession(BedrockAgentCoreAsyncClient client, String identifier, int timeoutSeconds) {
        this.client = client;
        this.identifier = identifier;
        this.id = client.startCodeInterpreterSession(start -> start.codeInterpreterIdentifier(identifier)
                        .name("langchain4j-ptc-probe")
                        .sessionTimeoutSeconds(timeoutSeconds))
                .join()
                .sessionId();
    }

    /** Executes code and gives what it printed. */
    String execute(String code) {
        return begin(code).join();
    }

    /** Executes code; fails if the code does. */
    CompletableFuture<String> begin(String code) {
        List<CodeInterpreterResult> results = new CopyOnWriteArrayList<>();
        return client.invokeCodeInterpreter(
                        invoke -> invoke.codeInterpreterIdentifier(identifier)
                                .sessionId(id)
                                .name(ToolName.EXECUTE_CODE)
                                .arguments(arguments -> arguments
                                        .language(ProgrammingLanguage.PYTHON)
                                        .code(code)
                                        .clearContext(false)),
                        InvokeCodeInterpreterResponseHandler.builder()
                                .subscriber(InvokeCodeInterpreterResponseHandler.Visitor.builder()
                                        .onResult(results::add)
                                        .build())
                                .build())
                .thenApply(done -> printed(results));
    }

    private static String printed(List<CodeInterpreterResult> results) {
        if (results.stream().anyMatch(result -> Boolean.TRUE.equals(result.isError()))) {
            throw new IllegalStateException("the code failed: " + results);
        }
        return results.stream()
                .map(CodeInterpreterResult::structuredContent)
                .filter(Objects::nonNull)
                .map(content -> Objects.toString(content.stdout(), ""))
                .collect(Collectors.joining());
    }

    @Override
    public void close() {
        client.stopCodeInterpreterSession(
                        stop -> stop.codeInterpreterIdentifier(identifier).sessionId(id))
                .join();
    }
}
