package io.github.langchain4j.ptc.anthropic.turn;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.langchain4j.ptc.anthropic.wire.Caller;
import io.github.langchain4j.ptc.anthropic.wire.Tools;

/** The content blocks of responses, as they begin. */
final class Blocks {

    private Blocks() {}

    private static ObjectNode of(String type) {
        return JsonNodeFactory.instance.objectNode().put("type", type);
    }

    static ObjectNode text() {
        return of("text").put("text", "").putNull("citations");
    }

    static ObjectNode thinking() {
        return of("thinking").put("thinking", "").put("signature", "");
    }

    static ObjectNode redactedThinking(String data) {
        return of("redacted_thinking").put("data", data);
    }

    static ObjectNode toolUse(String id, String name, Caller caller) {
        ObjectNode block = of("tool_use").put("id", id).put("name", name);
        block.putObject("input");
        return block.set("caller", caller.json());
    }

    static ObjectNode program(String id) {
        ObjectNode block = of("server_tool_use").put("id", id).put("name", Tools.CODE_EXECUTION);
        block.putObject("input");
        return block.set("caller", Caller.DIRECT.json());
    }

    static ObjectNode codeResult(String program, ObjectNode content) {
        return of("code_execution_tool_result").put("tool_use_id", program).set("content", content);
    }
}
