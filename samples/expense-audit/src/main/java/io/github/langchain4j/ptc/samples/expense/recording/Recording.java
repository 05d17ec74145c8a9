package io.github.langchain4j.ptc.samples.expense.recording;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * One conversation with a model: what it was asked and what it answered, request by request.
 *
 * @param turns in order
 */
public record Recording(List<Turn> turns) {

    /**
     * One request and its answer.
     *
     * @param newMessages the messages of the request that come after those of the request before
     * @param tools all tools of the request
     * @param parameters its other parameters
     * @param answer what the model answered
     */
    record Turn(ArrayNode newMessages, ArrayNode tools, ObjectNode parameters, ObjectNode answer) {}

    public Recording {
        turns = List.copyOf(turns);
    }

    /** Reads the recording of this name that is shipped with the sample. */
    public static Recording load(String name) {
        return load(name, Recording.class);
    }

    /** Reads the recording of this name that is shipped with a class. */
    public static Recording load(String name, Class<?> shippedWith) {
        String resource = "/recordings/" + name + ".json";
        try (InputStream in = shippedWith.getResourceAsStream(resource)) {
            return RecordingFiles.MAPPER.readValue(Objects.requireNonNull(in, resource), Recording.class);
        } catch (IOException e) {
            throw new UncheckedIOException("The file " + resource + " of the sample cannot be read", e);
        }
    }

    /** Writes the recording as {@code NAME.json} into a folder, which is made if it is not there. */
    public void save(Path folder, String name) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve(name + ".json"), RecordingFiles.MAPPER.writeValueAsString(this) + "\n");
    }

    /** All messages of a request. */
    ArrayNode messages(int turn) {
        ArrayNode messages = RecordingFiles.MAPPER.createArrayNode();
        turns.subList(0, turn + 1).forEach(each -> messages.addAll(each.newMessages()));
        return messages;
    }
}
