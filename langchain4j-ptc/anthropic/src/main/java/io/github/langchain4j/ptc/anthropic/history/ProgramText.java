package io.github.langchain4j.ptc.anthropic.history;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import io.github.langchain4j.ptc.anthropic.wire.Tools;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What the model reads of a program that ended. It follows from the block that the client keeps, so that the model sees
 * the same, byte for byte, each time that the history is sent.
 */
public final class ProgramText {

    private static final Map<String, String> ERRORS = Map.of(
            "invalid_tool_input",
            "Nothing was run, because no program could be read. Send one JSON object with the whole program: {\"code\":"
                    + " \"…\"}.",
            "unavailable",
            "The program was lost with its session; calls of functions that it had made may have been executed. Its"
                    + " variables and files are gone.",
            "too_many_requests",
            "Nothing was run, because too many programs run at the moment. Try again later, or answer without one.",
            "execution_time_exceeded",
            "The program took too long and was ended. Its variables and files are gone.",
            "container_expired",
            "The session of the program had expired. Its variables and files are gone.");

    private ProgramText() {}

    /**
     * The result of a program as a message for the model.
     *
     * @param id of the program's block
     * @param content of its result: {@code code_execution_result} or an error
     */
    public static ToolExecutionResultMessage message(String id, ObjectNode content) {
        boolean ran = content.path("type").asText().equals("code_execution_result");
        return ToolExecutionResultMessage.builder()
                .id(id)
                .toolName(Tools.CODE_EXECUTION)
                .text(ran ? ofRun(content) : ofError(content))
                .isError(!ran || content.path("return_code").asInt() != 0)
                .build();
    }

    private static String ofError(JsonNode content) {
        String code = content.path("error_code").asText();
        return ERRORS.getOrDefault(code, "Nothing is known of the program: " + code + ".");
    }

    private static String ofRun(JsonNode content) {
        List<String> parts = new ArrayList<>();
        String stdout = content.path("stdout").asText().stripTrailing();
        String stderr = content.path("stderr").asText().stripTrailing();
        int code = content.path("return_code").asInt();
        if (!stdout.isEmpty()) {
            parts.add(stdout);
        }
        if (!stderr.isEmpty()) {
            parts.add("stderr:\n" + stderr);
        }
        if (code != 0) {
            parts.add("The program ended with return code " + code + ".");
        } else if (parts.isEmpty()) {
            parts.add("The program printed nothing and returned no value. Print what you need to see.");
        }
        return String.join("\n", parts);
    }
}
