package io.github.langchain4j.ptc.engine;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.langchain4j.ptc.protocol.HostMessages;
import io.github.langchain4j.ptc.sandbox.Frame;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** The message that starts a program. */
final class ProgramMessage {

    private ProgramMessage() {}

    static Frame of(int number, Program program, Limits limits) {
        // A lone surrogate, which JSON lets a model write, is no Unicode: it becomes a question mark.
        String code = new String(program.code().getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
        return HostMessages.run(number, code, to -> {
            to.writeArrayFieldStart("tools");
            for (ToolDescriptor tool : program.tools()) {
                write(tool, to);
            }
            to.writeEndArray();
            write(limits, to);
        });
    }

    private static void write(ToolDescriptor tool, JsonGenerator to) throws IOException {
        to.writeStartObject();
        to.writeStringField("name", tool.name());
        to.writeArrayFieldStart("params");
        for (ToolDescriptor.Parameter parameter : tool.parameters()) {
            to.writeStartObject();
            to.writeStringField("name", parameter.name());
            to.writeBooleanField("required", parameter.required());
            to.writeEndObject();
        }
        to.writeEndArray();
        to.writeStringField("signature", tool.signature());
        to.writeStringField("doc", tool.documentation());
        to.writeEndObject();
    }

    private static void write(Limits limits, JsonGenerator to) throws IOException {
        to.writeObjectFieldStart("limits");
        to.writeNumberField("calls", limits.toolCalls());
        to.writeNumberField("inFlight", limits.callsInFlight());
        to.writeNumberField("output", limits.outputBytes());
        to.writeNumberField("result", limits.resultBytes());
        to.writeNumberField("files", limits.outputFiles());
        to.writeNumberField("fileBytes", limits.outputFileBytes());
        to.writeEndObject();
    }
}
