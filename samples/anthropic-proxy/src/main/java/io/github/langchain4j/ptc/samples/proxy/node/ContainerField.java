package io.github.langchain4j.ptc.samples.proxy.node;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Optional;

/** Finds the container that a request names, without reading the rest of its body into memory. */
final class ContainerField {

    private static final JsonFactory JSON = new JsonFactory();

    private ContainerField() {}

    /** The last {@code container} of the outermost object, as readers of JSON take it; empty if there is none. */
    static Optional<String> of(byte[] body) {
        Optional<String> found = Optional.empty();
        try (JsonParser parser = JSON.createParser(body)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return found;
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean container = parser.currentName().equals("container");
                parser.nextToken();
                if (container) {
                    found = id(parser);
                } else {
                    parser.skipChildren();
                }
            }
            return found;
        } catch (IOException e) {
            return Optional.empty(); // the API says what is wrong with it
        }
    }

    /** {@code "id"} or {@code {"id": "…"}}. */
    private static Optional<String> id(JsonParser parser) throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_STRING) {
            return Optional.of(parser.getText());
        }
        Optional<String> id = Optional.empty();
        if (parser.currentToken() == JsonToken.START_OBJECT) {
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean named = parser.currentName().equals("id");
                if (parser.nextToken() == JsonToken.VALUE_STRING && named) {
                    id = Optional.of(parser.getText());
                } else {
                    parser.skipChildren();
                }
            }
        } else {
            parser.skipChildren();
        }
        return id;
    }
}
