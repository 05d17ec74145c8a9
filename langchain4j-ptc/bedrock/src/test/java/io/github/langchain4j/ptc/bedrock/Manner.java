package io.github.langchain4j.ptc.bedrock;

import static io.github.langchain4j.ptc.bedrock.Audit.PROGRAM;
import static io.github.langchain4j.ptc.bedrock.Script.answers;
import static io.github.langchain4j.ptc.bedrock.Script.program;
import static io.github.langchain4j.ptc.bedrock.Script.says;
import static io.github.langchain4j.ptc.bedrock.Script.signed;
import static io.github.langchain4j.ptc.bedrock.Script.text;
import static io.github.langchain4j.ptc.bedrock.Script.unsigned;
import static io.github.langchain4j.ptc.bedrock.Script.use;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import io.github.langchain4j.ptc.testkit.converse.Block;
import io.github.langchain4j.ptc.testkit.converse.ConverseReply;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Ways in which models ask for a program, and in which the service fails. Each ends with what the program found. What a
 * service does for all models is played by two families, one that signs its reasoning and one that does not.
 */
enum Manner {
    PLAIN(() -> List.of(says("tool_use", program(PROGRAM)), answers())),
    TEXT_BESIDE_THE_TOOL_USE(
            () -> List.of(says("tool_use", text("Let me look at the expenses."), program(PROGRAM)), answers())),
    BLANK_TEXT_BESIDE_THE_TOOL_USE(() -> List.of(says("tool_use", text("\n\n"), program(PROGRAM)), answers())),
    SIGNED_REASONING(
            Family::signs,
            () -> List.of(
                    says("tool_use", signed("I need a program."), text("One moment."), program(PROGRAM)), answers())),
    REDACTED_REASONING(
            Family::signs,
            () -> List.of(says("tool_use", new Block.Redacted("c2VjcmV0IHRob3VnaHRz"), program(PROGRAM)), answers())),
    SEVERAL_BLOCKS_OF_REASONING(
            Family::signs,
            () -> List.of(
                    says(
                            "tool_use",
                            signed("First, the team."),
                            new Block.Redacted("c2VjcmV0"),
                            signed("Then, the expenses."),
                            program(PROGRAM)),
                    answers())),
    REASONING_IN_EACH_ROUND(
            Family::signs,
            () -> List.of(
                    says("tool_use", signed("A look first."), program("len(await get_team_members('engineering'))")),
                    says(
                            "tool_use",
                            signed("Now all of it."),
                            program(PROGRAM.replace("await get_team", "await  get_team"))),
                    answers())),
    UNSIGNED_REASONING(
            family -> !family.signs(),
            () -> List.of(says("tool_use", unsigned("I need a program."), program(PROGRAM)), answers())),
    SEVERAL_TOOL_USES(() -> List.of(says("tool_use", program("x = 20\nx"), program(PROGRAM)), answers())),
    INPUT_IS_A_STRING_OF_JSON(() ->
            List.of(says("tool_use", use(quoted(program(PROGRAM).input()))), answers())),
    INPUT_IS_THE_PROGRAM_AS_A_STRING(() -> List.of(says("tool_use", use(quoted(PROGRAM))), answers())),
    CODE_IN_A_MARKDOWN_FENCE_WITHIN_THE_INPUT(
            () -> List.of(says("tool_use", program("```python\n" + PROGRAM + "```")), answers())),
    END_TURN_WITH_A_TOOL_USE(() -> List.of(says("end_turn", program(PROGRAM)), answers())),
    STOP_SEQUENCE_WITH_A_TOOL_USE(() -> List.of(says("stop_sequence", program(PROGRAM)), answers())),
    TOKEN_LIMIT_IN_THE_MIDDLE_OF_A_PROGRAM(() -> List.of(
            says("max_tokens", use(program(PROGRAM).input().substring(0, 200))),
            says("tool_use", program(PROGRAM)),
            answers())),
    TOKEN_LIMIT_AND_WHAT_CAN_BE_READ_OF_THE_PROGRAM(() -> List.of(
            says("max_tokens", program("await get_team_members('engineering')\nfor")),
            says("tool_use", program(PROGRAM)),
            answers())),
    CONTEXT_WINDOW_FULL_IN_THE_MIDDLE_OF_A_PROGRAM(() -> List.of(
            says("model_context_window_exceeded", use(program(PROGRAM).input().substring(0, 200))),
            says("tool_use", program(PROGRAM)),
            answers())),
    CONTENT_FILTER_IN_THE_MIDDLE_OF_A_PROGRAM(
            Family::isFirst,
            () -> List.of(
                    says("content_filtered", use(program(PROGRAM).input().substring(0, 200))),
                    says("tool_use", program(PROGRAM)),
                    answers())),
    GUARDRAIL_INTERVENED_AND_A_TOOL_USE(
            Family::isFirst,
            () -> List.of(
                    says("guardrail_intervened", program("await get_team_members('engineering')")),
                    says("tool_use", program(PROGRAM)),
                    answers())),
    MALFORMED_TOOL_USE_AND_NOTHING_ELSE(
            () -> List.of(says("malformed_tool_use"), says("tool_use", program(PROGRAM)), answers())),
    MALFORMED_MODEL_OUTPUT_AFTER_THE_PROGRAM(
            () -> List.of(says("tool_use", program(PROGRAM)), says("malformed_model_output"), answers())),
    MALFORMED_TOOL_USE_WITH_AN_INPUT_THAT_IS_NO_OBJECT(
            () -> List.of(says("malformed_tool_use", use("[1, 2]")), says("tool_use", program(PROGRAM)), answers())),
    THROTTLED_AT_THE_BEGINNING(
            Family::isFirst,
            () -> List.of(call -> ConverseReply.throttled(), says("tool_use", program(PROGRAM)), answers())),
    THROTTLED_AFTER_THE_PROGRAM(
            Family::isFirst,
            () -> List.of(
                    says("tool_use", program(PROGRAM)),
                    call -> ConverseReply.throttled(),
                    call -> ConverseReply.throttled(),
                    answers())),
    UNAVAILABLE_AFTER_THE_PROGRAM(
            Family::isFirst,
            () -> List.of(
                    says("tool_use", program(PROGRAM)),
                    call -> new ConverseReply.Failure(503, "ServiceUnavailableException", "Too busy"),
                    answers())),
    INTERNAL_ERROR_AFTER_THE_PROGRAM(
            Family::isFirst,
            () -> List.of(
                    says("tool_use", program(PROGRAM)),
                    call -> new ConverseReply.Failure(500, "InternalServerException", "Oops"),
                    answers())),
    MODEL_NOT_READY_AFTER_THE_PROGRAM(
            Family::isFirst,
            () -> List.of(
                    says("tool_use", program(PROGRAM)),
                    call -> new ConverseReply.Failure(429, "ModelNotReadyException", "Not ready"),
                    answers())),
    MODEL_ERROR_AFTER_THE_PROGRAM(
            Family::isFirst,
            () -> List.of(
                    says("tool_use", program(PROGRAM)),
                    call -> new ConverseReply.Failure(424, "ModelErrorException", "The model failed"),
                    answers())),
    MODEL_TIMEOUT_AFTER_THE_PROGRAM(
            Family::isFirst,
            () -> List.of(
                    says("tool_use", program(PROGRAM)),
                    call -> new ConverseReply.Failure(408, "ModelTimeoutException", "Too slow"),
                    answers()));

    private final Predicate<Family> families;
    private final Supplier<List<Script.Scene>> scenes;

    Manner(Supplier<List<Script.Scene>> scenes) {
        this(family -> true, scenes);
    }

    Manner(Predicate<Family> families, Supplier<List<Script.Scene>> scenes) {
        this.families = families;
        this.scenes = scenes;
    }

    private static String quoted(String text) {
        TextNode node = JsonNodeFactory.instance.textNode(text);
        return node.toString();
    }

    boolean isOf(Family family) {
        return families.test(family);
    }

    /** What the model does, from its first reply to its last. */
    Script.Scene[] scenes() {
        return scenes.get().toArray(Script.Scene[]::new);
    }
}
