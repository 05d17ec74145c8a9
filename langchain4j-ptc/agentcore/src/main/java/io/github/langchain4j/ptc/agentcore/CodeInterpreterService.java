package io.github.langchain4j.ptc.agentcore;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.SdkPlugin;
import software.amazon.awssdk.services.bedrockagentcore.BedrockAgentCoreAsyncClient;
import software.amazon.awssdk.services.bedrockagentcore.model.CodeInterpreterResult;
import software.amazon.awssdk.services.bedrockagentcore.model.ContentBlock;
import software.amazon.awssdk.services.bedrockagentcore.model.InvokeCodeInterpreterResponseHandler;
import software.amazon.awssdk.services.bedrockagentcore.model.ProgrammingLanguage;
import software.amazon.awssdk.services.bedrockagentcore.model.StartCodeInterpreterSessionResponse;
import software.amazon.awssdk.services.bedrockagentcore.model.ToolName;

/**
 * The requests to the service, each with a deadline of its own. The SDK repeats what is idempotent (sessions, which have
 * a client token) by its own rules, and code never. Thread-safe.
 */
final class CodeInterpreterService {

    /** For what takes the service a moment only, the SDK's repetitions included. */
    private static final Duration SHORT = Duration.ofSeconds(30);

    private static final SdkPlugin NO_RETRIES =
            configuration -> configuration.overrideConfiguration(configuration.overrideConfiguration().toBuilder()
                    .retryStrategy(AwsRetryStrategy.doNotRetry())
                    .build());

    private final BedrockAgentCoreAsyncClient client;
    private final String identifier;

    CodeInterpreterService(BedrockAgentCoreAsyncClient client, String identifier) {
        this.client = client;
        this.identifier = identifier;
    }

    /**
     * What executed code printed.
     *
     * @param texts what may be its standard output, the likelier first: the service tells it in two places
     * @param error whether the service says that the code failed
     */
    record Printed(List<String> texts, boolean error) {}

    /** Starts a session and gives its id. */
    CompletableFuture<String> start(String name, Duration sessionTimeout, Duration timeout) {
        return client.startCodeInterpreterSession(request -> request.codeInterpreterIdentifier(identifier)
                        .name(name)
                        .sessionTimeoutSeconds((int) sessionTimeout.toSeconds())
                        .overrideConfiguration(within(timeout)))
                .thenApply(StartCodeInterpreterSessionResponse::sessionId);
    }

    /** Executes code in the session's context, once. */
    CompletableFuture<Printed> execute(String session, String code, Duration timeout) {
        List<CodeInterpreterResult> results = new ArrayList<>(); // filled before the future completes, by one thread
        InvokeCodeInterpreterResponseHandler handler = InvokeCodeInterpreterResponseHandler.builder()
                .subscriber(InvokeCodeInterpreterResponseHandler.Visitor.builder()
                        .onResult(results::add)
                        .build())
                .build();
        CompletableFuture<Void> request = client.invokeCodeInterpreter(
                invoke -> invoke.codeInterpreterIdentifier(identifier)
                        .sessionId(session)
                        .name(ToolName.EXECUTE_CODE)
                        .arguments(arguments -> arguments
                                .code(code)
                                .language(ProgrammingLanguage.PYTHON)
                                .clearContext(false))
                        .overrideConfiguration(within(timeout).toBuilder()
                                .addPlugin(NO_RETRIES)
                                .build()),
                handler);
        CompletableFuture<Printed> printed = request.thenApply(done -> printed(results));
        printed.whenComplete((done, failure) -> {
            if (printed.isCancelled()) {
                request.cancel(true);
            }
        });
        return printed;
    }

    private static Printed printed(List<CodeInterpreterResult> results) {
        String structured = results.stream()
                .map(CodeInterpreterResult::structuredContent)
                .filter(Objects::nonNull)
                .map(content -> Objects.toString(content.stdout(), ""))
                .collect(Collectors.joining());
        String shown = results.stream()
                .flatMap(result -> result.content().stream())
                .map(ContentBlock::text)
                .filter(Objects::nonNull)
                .collect(Collectors.joining());
        return new Printed(
                List.of(structured, shown), results.stream().anyMatch(result -> Boolean.TRUE.equals(result.isError())));
    }

    /** Ends a session; one that is gone already makes it fail with not found. */
    CompletableFuture<Void> stop(String session) {
        return client.stopCodeInterpreterSession(request -> request.codeInterpreterIdentifier(identifier)
                        .sessionId(session)
                        .overrideConfiguration(within(SHORT)))
                .thenApply(stopped -> null);
    }

    /** Whether the service answers and knows the interpreter; changes nothing. */
    CompletableFuture<Void> probe(Duration timeout) {
        return client.listCodeInterpreterSessions(request -> request.codeInterpreterIdentifier(identifier)
                        .maxResults(1)
                        .overrideConfiguration(within(timeout)))
                .thenApply(listed -> null);
    }

    private static AwsRequestOverrideConfiguration within(Duration timeout) {
        return AwsRequestOverrideConfiguration.builder().apiCallTimeout(timeout).build();
    }
}
