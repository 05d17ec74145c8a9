package io.github.langchain4j.ptc.bedrock;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeAsyncClient;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeClient;
import software.amazon.awssdk.services.bedrockruntime.model.BedrockRuntimeException;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseRequest;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseResponse;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamRequest;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamResponseHandler;
import software.amazon.awssdk.services.bedrockruntime.model.Message;

/**
 * Clients for LangChain4j's {@code BedrockChatModel} and {@code BedrockStreamingChatModel} that lose nothing of what a
 * model says before it uses a tool:
 *
 * <ul>
 *   <li>Reasoning goes back before its tool use exactly as it came, signed, redacted or in several blocks, as Claude
 *       demands while it uses tools. LangChain4j keeps one signed block if {@code returnThinking} is set, and nothing else.
 *   <li>An input of a tool use that is a JSON string, or no JSON because the reply was cut off at its token limit, becomes
 *       an object that holds the text, so that the model can be told. LangChain4j's models would fail.
 *   <li>Reasons to stop that LangChain4j does not know, such as {@code malformed_tool_use}, become ones that it knows.
 *   <li>Blank texts do not go back, which the API would refuse; a blank result of a tool is told in words.
 *   <li>A stream that ends before the reply does is an error. LangChain4j's model would be silent for ever.
 *   <li>A failure of a stream is told once, and not before the SDK has given up to send the request again; a reply of which
 *       parts were told does not begin anew. Failures of the model (424) can be told from mistakes of the caller.
 * </ul>
 *
 * <p>What a client remembers for this are the last 256 tool uses that reasoning stood before; what was forgotten goes as
 * LangChain4j sends it. All other operations pass unchanged. Closing one of these clients closes the client in it.
 * Thread-safe.
 *
 * <pre>{@code
 * BedrockChatModel model = BedrockChatModel.builder()
 *         .modelId("us.anthropic.claude-sonnet-4-6")
 *         .client(BedrockClients.faithful(BedrockRuntimeClient.create()))
 *         .build();
 * }</pre>
 */
public final class BedrockClients {

    private BedrockClients() {}

    /** The client for {@code BedrockChatModel}. */
    public static BedrockRuntimeClient faithful(BedrockRuntimeClient client) {
        SentReplies replies = new SentReplies();
        return proxy(BedrockRuntimeClient.class, client, arguments -> {
            if (arguments.length == 1 && arguments[0] instanceof ConverseRequest request) {
                ConverseRequest faithful = request.toBuilder()
                        .messages(replies.restored(request.messages()))
                        .build();
                ConverseResponse response = converse(client, faithful);
                replies.remember(response.output().message().content());
                return readable(response, new ToolInputs(request.toolConfig()));
            }
            return null;
        });
    }

    private static ConverseResponse converse(BedrockRuntimeClient client, ConverseRequest request) {
        try {
            return client.converse(request);
        } catch (BedrockRuntimeException e) {
            throw Failures.understood(e);
        }
    }

    private static ConverseResponse readable(ConverseResponse response, ToolInputs inputs) {
        Message message = response.output().message();
        return (ConverseResponse) response.toBuilder()
                .stopReason(StopReasons.known(response.stopReason(), message.content()))
                .output(output -> output.message(message.toBuilder()
                        .content(inputs.readable(message.content()))
                        .build()))
                .responseMetadata(response.responseMetadata())
                .sdkHttpResponse(response.sdkHttpResponse())
                .build();
    }

    /** The client for {@code BedrockStreamingChatModel}. */
    public static BedrockRuntimeAsyncClient faithful(BedrockRuntimeAsyncClient client) {
        SentReplies replies = new SentReplies();
        return proxy(BedrockRuntimeAsyncClient.class, client, arguments -> {
            if (arguments.length == 2
                    && arguments[0] instanceof ConverseStreamRequest request
                    && arguments[1] instanceof ConverseStreamResponseHandler handler) {
                ConverseStreamRequest faithful = request.toBuilder()
                        .messages(replies.restored(request.messages()))
                        .build();
                FaithfulHandler watching = new FaithfulHandler(handler, replies, new ToolInputs(request.toolConfig()));
                return watching.told(client.converseStream(faithful, watching));
            }
            return null;
        });
    }

    /** What is done instead of an operation; null if the operation is to be left as it is. */
    private interface Instead {

        Object of(Object[] arguments);
    }

    private static <C> C proxy(Class<C> type, C client, Instead instead) {
        InvocationHandler handler = (proxy, method, arguments) -> {
            Object[] given = arguments == null ? new Object[0] : arguments;
            if (method.getName().startsWith("converse")) {
                Object done = instead.of(given);
                // The convenient forms end in the plain one, of this client.
                return done == null ? InvocationHandler.invokeDefault(proxy, method, given) : done;
            }
            return forward(client, method, given);
        };
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private static Object forward(Object client, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(client, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
