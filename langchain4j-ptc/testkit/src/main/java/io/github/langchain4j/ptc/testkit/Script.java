package io.github.langchain4j.ptc.testkit;

import dev.langchain4j.model.chat.ChatRequestOptions;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/** The scenes of a scripted model and what has been played of them. Thread-safe. */
final class Script {

    private final List<Scene> scenes;
    // Guarded by this.
    private final List<ChatRequest> requests = new ArrayList<>();
    private final List<ChatRequestOptions> options = new ArrayList<>();
    private final List<AssertionError> failures = new ArrayList<>();

    /**
     * One request and its answer.
     *
     * @param expectations what the request must be like
     * @param answer what it is answered with
     */
    record Scene(List<Consumer<ChatRequest>> expectations, Function<ChatRequest, ChatResponse> answer) {}

    Script(List<Scene> scenes) {
        this.scenes = List.copyOf(scenes);
    }

    /** Remembers the options of a request. */
    synchronized void record(ChatRequestOptions given) {
        options.add(given);
    }

    /**
     * The place of the next scene, which is for this request.
     *
     * @throws AssertionError if there is none left
     */
    synchronized int next(ChatRequest request) {
        requests.add(request);
        if (requests.size() > scenes.size()) {
            AssertionError unexpected = new AssertionError("Request " + requests.size()
                    + " has no scene: the script has only " + scenes.size() + ". It ends with " + lastOf(request));
            failures.add(unexpected);
            throw unexpected;
        }
        return requests.size() - 1;
    }

    /**
     * Checks and answers a request.
     *
     * @param scene the place of its scene
     * @throws AssertionError if the request is not as expected
     */
    ChatResponse play(int scene, ChatRequest request) {
        try {
            scenes.get(scene).expectations.forEach(expectation -> expectation.accept(request));
        } catch (AssertionError e) {
            synchronized (this) {
                failures.add(e);
            }
            throw e;
        }
        return scenes.get(scene).answer.apply(request);
    }

    private static Object lastOf(ChatRequest request) {
        return request.messages().get(request.messages().size() - 1);
    }

    synchronized List<ChatRequest> requests() {
        return List.copyOf(requests);
    }

    synchronized List<ChatRequestOptions> options() {
        return List.copyOf(options);
    }

    /**
     * Checks that the whole script was played.
     *
     * @throws AssertionError if a request failed, or scenes are left
     */
    synchronized void verify() {
        if (!failures.isEmpty()) {
            // A new one: the first may be on its way out of the same try statement.
            throw new AssertionError(failures.get(0).getMessage(), failures.get(0));
        }
        if (requests.size() < scenes.size()) {
            throw new AssertionError("Only " + requests.size() + " of " + scenes.size() + " scenes were played");
        }
    }
}
