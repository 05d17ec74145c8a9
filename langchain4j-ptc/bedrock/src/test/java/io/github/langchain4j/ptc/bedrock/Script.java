package io.github.langchain4j.ptc.bedrock;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.github.langchain4j.ptc.testkit.converse.Block;
import io.github.langchain4j.ptc.testkit.converse.ConverseCall;
import io.github.langchain4j.ptc.testkit.converse.ConverseModel;
import io.github.langchain4j.ptc.testkit.converse.ConverseReply;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/** A model that plays scenes, one for each request. Thread-safe. */
final class Script implements ConverseModel {

    /** One scene. */
    interface Scene extends Function<ConverseCall, ConverseReply> {}

    private final Deque<Scene> scenes; // guarded by this

    Script(List<Scene> scenes) {
        this.scenes = new ArrayDeque<>(scenes);
    }

    static Script of(Scene... scenes) {
        return new Script(List.of(scenes));
    }

    @Override
    public ConverseReply answer(ConverseCall call) {
        Scene scene;
        synchronized (this) {
            scene = scenes.poll();
        }
        if (scene == null) {
            throw new AssertionError("The script has no scene for another request");
        }
        return scene.apply(call);
    }

    synchronized int left() {
        return scenes.size();
    }

    static Scene says(String stopReason, Block... content) {
        return call -> ConverseReply.message(stopReason, content);
    }

    /** The last scene: the model tells what the program found. */
    static Scene answers() {
        return call -> ConverseReply.answer("Over budget: "
                + call.toolResults().get(call.toolResults().size() - 1).strip());
    }

    static Block.ToolUse program(String code) {
        return use(JsonNodeFactory.instance.objectNode().put("code", code).toString());
    }

    /** A use of the code tool with an input as it stands here. */
    static Block.ToolUse use(String input) {
        return new Block.ToolUse("tooluse_" + UUID.randomUUID(), "execute_python", input);
    }

    static Block.Text text(String text) {
        return new Block.Text(text);
    }

    static Block.Reasoning signed(String thoughts) {
        return new Block.Reasoning(thoughts, "sig/" + UUID.randomUUID() + "+AA==");
    }

    static Block.Reasoning unsigned(String thoughts) {
        return new Block.Reasoning(thoughts, null);
    }
}
