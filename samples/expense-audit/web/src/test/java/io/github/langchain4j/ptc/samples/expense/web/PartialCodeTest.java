package io.github.langchain4j.ptc.samples.expense.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.langchain4j.model.chat.response.PartialToolCall;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PartialCodeTest {

    private static final String PROGRAM = "print(\"a\\n\",\t'\u00e9', \"\\\\\")\nx = '/' # \ud83d\ude00 {}\n";

    private final PartialCode code = new PartialCode();

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 8, 1000})
    void readsAProgramWhereverItsPiecesAreCut(int size) throws JsonProcessingException {
        assertThat(readInPieces(new ObjectMapper().writeValueAsString(Map.of("code", PROGRAM)), size))
                .isEqualTo(PROGRAM);
    }

    @Test
    void readsEscapesOfCharacters() {
        assertThat(readInPieces("{ \"code\" :\n \"\\u0061\\/\\ud83d\\ude00\" }", 3))
                .isEqualTo("a/\ud83d\ude00");
    }

    @Test
    void readsAnotherProgramAfterTheFirst() {
        code.add(part(0, "{\"code\": \"first\"}"));

        assertThat(code.add(part(1, "{\"code\": \"second\"}"))).isEqualTo("second");
        code.clear();
        assertThat(code.add(part(0, "{\"code\": \"third\"}"))).isEqualTo("third");
    }

    private String readInPieces(String arguments, int size) {
        StringBuilder read = new StringBuilder();
        for (int at = 0; at < arguments.length(); at += size) {
            read.append(code.add(part(0, arguments.substring(at, Math.min(arguments.length(), at + size)))));
        }
        return read.toString();
    }

    private static PartialToolCall part(int index, String arguments) {
        return PartialToolCall.builder()
                .index(index)
                .name("execute_python")
                .partialArguments(arguments)
                .build();
    }
}
