package io.github.langchain4j.ptc.anthropic.turn;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import io.github.langchain4j.ptc.anthropic.wire.Caller;
import io.github.langchain4j.ptc.anthropic.wire.RandomId;
import io.github.langchain4j.ptc.codetool.CodeArguments;

/**
 * One call of a tool by the model on its way into the message. It is buffered until it is its turn. One that the client
 * must not see is written nowhere. Guarded by its {@link RoundWriter}.
 */
final class CallWriter {

    private static final JsonMapper STRICT = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final MessageDraft draft;
    private final Toolset.Kind kind;
    private final String name;
    private final String modelId;
    private final String id;
    private final StringBuilder waiting = new StringBuilder();
    private boolean streamed; // a part came before the whole
    private boolean opened;
    private boolean closed;
    private String complete; // the whole arguments, once known

    CallWriter(MessageDraft draft, Toolset.Kind kind, String name, String modelId) {
        this.draft = draft;
        this.kind = kind;
        this.name = name == null ? "" : name;
        this.modelId = modelId;
        this.id = RandomId.of(kind == Toolset.Kind.PROGRAM ? "srvtoolu_" : "toolu_");
    }

    Toolset.Kind kind() {
        return kind;
    }

    String name() {
        return name;
    }

    String modelId() {
        return modelId;
    }

    String id() {
        return id;
    }

    boolean isOpened() {
        return opened;
    }

    boolean isOpen() {
        return opened && !closed;
    }

    void add(String part) {
        if (complete == null && part != null && !part.isEmpty()) {
            streamed = true;
            waiting.append(part);
        }
    }

    void complete(String arguments) {
        if (complete == null) {
            complete = arguments == null ? "" : arguments;
        }
    }

    /** Writes what is known, and closes the block when that is all. */
    void write() {
        boolean visible = kind == Toolset.Kind.PROGRAM || kind == Toolset.Kind.DIRECT;
        if (!visible || closed) {
            return;
        }
        if (!opened) {
            opened = true;
            draft.use(kind == Toolset.Kind.PROGRAM ? Blocks.program(id) : Blocks.toolUse(id, name, Caller.DIRECT));
        }
        if (complete != null && !streamed) {
            waiting.append(input());
        }
        draft.input(waiting.toString());
        waiting.setLength(0);
        if (complete != null) {
            closed = true;
            draft.settleInput(input());
            draft.close();
        }
    }

    /** The call as the model is shown it again. */
    ToolExecutionRequest request() {
        return ToolExecutionRequest.builder()
                .id(id)
                .name(name)
                .arguments(input().toString())
                .build();
    }

    /** The arguments as an object: all that the API knows, and what all providers take back. */
    private ObjectNode input() {
        if (kind == Toolset.Kind.PROGRAM && CodeArguments.parse(complete) instanceof CodeArguments.Code code) {
            return JsonNodeFactory.instance.objectNode().put(CodeArguments.CODE, code.source());
        }
        return object(complete);
    }

    /** The object that a text stands for: broken JSON of a model, which may have been cut off, is an empty one. */
    static ObjectNode object(String json) {
        try {
            return STRICT.readTree(json) instanceof ObjectNode object ? object : JsonNodeFactory.instance.objectNode();
        } catch (JsonProcessingException e) {
            return JsonNodeFactory.instance.objectNode();
        }
    }
}
