package io.github.langchain4j.ptc.samples.expense;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Everything that the terminal shows, as data. */
final class JsonReport {

    private static final ObjectMapper MAPPER =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private JsonReport() {}

    /**
     * The report.
     *
     * @param right the right answer; {@code null} if it is not known
     */
    static ObjectNode of(String question, String model, String sandbox, List<ArmRun> runs, List<Overspend> right) {
        ObjectNode report = MAPPER.createObjectNode()
                .put("question", question)
                .put("model", model)
                .put("sandbox", sandbox)
                .put("tokenizer", TokenCounter.ENCODING);
        ArmRun first = runs.get(0);
        if (!first.programs().isEmpty()) {
            ProgramRun last = first.programs().get(first.programs().size() - 1);
            report.put("program", last.code());
            report.set("innerCalls", calls(last.calls()));
            report.put("returned", last.returned());
        }
        report.set("answer", people(first.people()));
        report.put("answerText", first.answer());
        for (ArmRun run : runs) {
            report.set(run.arm().key(), arm(run, right));
        }
        return report;
    }

    /** Writes the report to a file. */
    static void write(ObjectNode report, Path file) throws IOException {
        Files.writeString(file, MAPPER.writeValueAsString(report) + "\n");
    }

    private static ObjectNode arm(ArmRun run, List<Overspend> right) {
        ObjectNode node = MAPPER.createObjectNode()
                .put("modelCalls", run.modelCalls())
                .put("toolCalls", run.toolCalls())
                .put("inputTokens", run.inputTokens())
                .put("outputTokens", run.outputTokens())
                .put("millis", run.millis());
        if (run.reported() != null && run.reported().inputTokenCount() != null) {
            node.put("reportedInputTokens", run.reported().inputTokenCount())
                    .put("reportedOutputTokens", run.reported().outputTokenCount());
        }
        if (right != null) {
            node.put("rightAnswer", Overspend.same(run.people(), right));
        }
        node.set("answer", people(run.people()));
        node.put("answerText", run.answer());
        if (run.arm() == Arm.PTC) {
            ArrayNode programs = node.putArray("programs");
            run.programs().forEach(program -> programs.add(program(program)));
        }
        return node;
    }

    private static ArrayNode people(List<Overspend> people) {
        ArrayNode array = MAPPER.createArrayNode();
        people.forEach(person -> array.addObject()
                .put("employeeId", person.employeeId())
                .put("name", person.name())
                .put("amount", person.amount())
                .put("limit", person.limit()));
        return array;
    }

    private static ObjectNode program(ProgramRun program) {
        ObjectNode node = MAPPER.createObjectNode()
                .put("code", program.code())
                .put("outcome", program.outcome())
                .put("printed", program.printed())
                .put("returned", program.returned())
                .put("millis", millis(program.duration()));
        node.set("innerCalls", calls(program.calls()));
        return node;
    }

    private static ArrayNode calls(List<ToolCall> calls) {
        ArrayNode array = MAPPER.createArrayNode();
        for (ToolCall call : calls) {
            ObjectNode node = array.addObject().put("tool", call.tool());
            node.set("arguments", call.arguments());
            node.put("outcome", call.outcome())
                    .put("startMillis", millis(call.start()))
                    .put("durationMillis", millis(call.duration()))
                    .put("resultBytes", call.resultBytes());
        }
        return array;
    }

    private static double millis(Duration duration) {
        return Math.round(duration.toNanos() / 1e3) / 1e3;
    }
}
