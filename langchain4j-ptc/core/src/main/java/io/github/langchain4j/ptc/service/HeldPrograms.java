package io.github.langchain4j.ptc.service;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.CompleteToolCall;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import io.github.langchain4j.ptc.codetool.Retries;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A handler of one streamed response, in front of the service's: it holds programs back until the response is complete,
 * because only then it is known whether it was cut off, and lets the service go on with it on another thread than the
 * provider's, which a program could block.
 *
 * <p>A response has one end. What comes after it is ignored: some providers report a failure twice, or send a request
 * again by themselves after they have reported that it failed.
 *
 * <p>It is a proxy so that everything else reaches the service, also what later versions of LangChain4j add.
 */
final class HeldPrograms implements InvocationHandler {

    private static final Logger LOG = LoggerFactory.getLogger(HeldPrograms.class);

    private final StreamingChatResponseHandler handler;
    private final String codeToolName;
    private final Optional<Invocation> invocation;
    private final Executor workers;
    private final Optional<Asking> again;
    private volatile boolean told; // a part of the response
    private final int failures; // of earlier responses to the same request
    private final AtomicBoolean over = new AtomicBoolean();
    private final List<ToolExecutionRequest> seen = new ArrayList<>(); // guarded by this
    private final List<CompleteToolCall> held = new ArrayList<>(); // guarded by this

    /**
     * How the model is asked once more.
     *
     * @param ask sends the request, with this handler
     * @param retries how often
     */
    record Asking(Consumer<StreamingChatResponseHandler> ask, Retries retries) {}

    private HeldPrograms(
            StreamingChatResponseHandler handler,
            String codeToolName,
            Optional<Invocation> invocation,
            Executor workers,
            Optional<Asking> again,
            int failures) {
        this.again = again;
        this.failures = failures;
        this.handler = handler;
        this.codeToolName = codeToolName;
        this.invocation = invocation;
        this.workers = workers;
    }

    /**
     * The handler for the model.
     *
     * @param handler the service's
     * @param codeToolName what the model calls the code tool
     * @param invocation whose response it is, if that is known
     * @param workers run what follows the response
     * @param again asks once more if the model fails before it has told anything; empty if that is the caller's to do
     */
    static StreamingChatResponseHandler before(
            StreamingChatResponseHandler handler,
            String codeToolName,
            Optional<Invocation> invocation,
            Executor workers,
            Optional<Asking> again) {
        return new HeldPrograms(handler, codeToolName, invocation, workers, again, 0).proxy();
    }

    private StreamingChatResponseHandler proxy() {
        return (StreamingChatResponseHandler) Proxy.newProxyInstance(
                StreamingChatResponseHandler.class.getClassLoader(),
                new Class<?>[] {StreamingChatResponseHandler.class},
                this);
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
        if (method.getDeclaringClass() == StreamingChatResponseHandler.class) {
            boolean last = method.getName().equals("onCompleteResponse")
                    || method.getName().equals("onError");
            if (last ? !over.compareAndSet(false, true) : over.get()) {
                return null;
            }
            switch (method.getName()) {
                case "onCompleteToolCall":
                    completeToolCall((CompleteToolCall) arguments[0]);
                    return null;
                case "onCompleteResponse":
                    completeResponse((ChatResponse) arguments[0]);
                    return null;
                case "onError":
                    error((Throwable) arguments[0]);
                    return null;
                default:
                    told = true;
            }
        }
        try {
            return method.invoke(handler, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    /** What follows a program is held, too: LangChain4j keeps results in the order in which it got the calls. */
    private void completeToolCall(CompleteToolCall call) {
        told = true;
        synchronized (this) {
            seen.add(call.toolExecutionRequest());
            if (!held.isEmpty()
                    || codeToolName.equals(call.toolExecutionRequest().name())) {
                held.add(call);
                return;
            }
        }
        handler.onCompleteToolCall(call);
    }

    /** The last response stays on its thread, which may have to bring what was streamed before it in order. */
    private void completeResponse(ChatResponse response) {
        if (response.aiMessage().hasToolExecutionRequests()) {
            onWorker(() -> complete(response));
        } else {
            invocation.ifPresent(ending -> ending.closeOn(workers));
            complete(response);
        }
    }

    private void error(Throwable error) {
        if (told || again.isEmpty()) {
            invocation.ifPresent(ending -> ending.closeOn(workers));
            fail(error);
        } else {
            onWorker(() -> failed(error));
        }
    }

    private void complete(ChatResponse response) {
        try {
            invocation.ifPresent(known -> known.responded(response));
            outstanding(response).forEach(handler::onCompleteToolCall);
            handler.onCompleteResponse(response);
        } catch (Throwable e) {
            fail(e);
        }
    }

    /**
     * Calls that were held, in the words of the response, and those that the provider did not report: some report none
     * before the response.
     */
    private synchronized List<CompleteToolCall> outstanding(ChatResponse response) {
        List<ToolExecutionRequest> requests = response.aiMessage().toolExecutionRequests();
        List<CompleteToolCall> calls = new ArrayList<>();
        for (CompleteToolCall call : held) {
            ToolExecutionRequest said = requests.stream()
                    .filter(request -> isSame(request, call.toolExecutionRequest()))
                    .findFirst()
                    .orElse(call.toolExecutionRequest());
            calls.add(new CompleteToolCall(call.index(), said));
        }
        if (seen.size() < requests.size()) {
            for (int i = 0; i < requests.size(); i++) {
                ToolExecutionRequest request = requests.get(i);
                if (seen.stream().noneMatch(reported -> isSame(request, reported))) {
                    calls.add(new CompleteToolCall(i, request));
                }
            }
        }
        return calls;
    }

    /** The model failed. Once a program ran, only the model is asked again: nothing else is to be done twice. */
    private void failed(Throwable error) {
        Optional<Asking> asking = again.filter(asked -> !told && asked.retries().allow(failures, error));
        if (asking.isEmpty()) {
            fail(error);
            return;
        }
        HeldPrograms next = new HeldPrograms(handler, codeToolName, invocation, workers, again, failures + 1);
        try {
            asking.get().retries().await(failures, error);
            asking.get().ask().accept(next.proxy());
        } catch (RuntimeException e) {
            if (next.over.compareAndSet(false, true)) {
                next.failed(e);
            }
        }
    }

    private static boolean isSame(ToolExecutionRequest one, ToolExecutionRequest other) {
        return one.id() == null || one.id().isEmpty()
                ? one.equals(other)
                : one.id().equals(other.id());
    }

    private void fail(Throwable error) {
        invocation.ifPresent(Invocation::end);
        try {
            handler.onError(error);
        } catch (RuntimeException e) {
            LOG.warn("The handler of a streamed response failed on an error", e);
        }
    }

    private void onWorker(Runnable task) {
        try {
            workers.execute(task);
        } catch (RejectedExecutionException e) {
            fail(new IllegalStateException("The programs of this AI service are closed, so its answer was dropped", e));
        }
    }
}
