package io.github.langchain4j.ptc.samples.expense.recording;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;

/** How recordings stand in files: JSON that is written over many lines, so that changes can be reviewed. */
final class RecordingFiles {

    static final ObjectMapper MAPPER =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private RecordingFiles() {}
}
