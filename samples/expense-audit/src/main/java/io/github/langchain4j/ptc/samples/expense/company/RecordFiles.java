package io.github.langchain4j.ptc.samples.expense.company;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.util.List;
import java.util.StringJoiner;

/** How records stand in the files: a JSON array with one record on each line, so that changes can be reviewed. */
final class RecordFiles {

    static final ObjectMapper MAPPER = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    private RecordFiles() {}

    static String write(List<? extends Record> records) {
        StringJoiner lines = new StringJoiner(",\n", "[\n", "\n]\n");
        for (Record record : records) {
            try {
                lines.add(MAPPER.writeValueAsString(record));
            } catch (JsonProcessingException e) {
                throw new IllegalStateException(e);
            }
        }
        return lines.toString();
    }
}
