package io.github.langchain4j.ptc.anthropic.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;

/** Reads the bodies of requests, which anybody can send. Immutable and thread-safe. */
public final class Body {

    private static final int MAX_DEPTH = 100;

    private final int most;
    private final JsonMapper mapper;

    /** @param most bytes of a body */
    public Body(int most) {
        this.most = most;
        StreamReadConstraints constraints = StreamReadConstraints.builder()
                .maxNestingDepth(MAX_DEPTH)
                .maxStringLength(most)
                .build();
        this.mapper = JsonMapper.builder(
                        JsonFactory.builder().streamReadConstraints(constraints).build())
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .build();
    }

    /**
     * The object that the bytes stand for.
     *
     * @throws ApiException if there are too many, or they are no JSON object
     */
    public ObjectNode read(byte[] body) {
        if (body.length > most) {
            throw new ApiException(
                    ErrorType.REQUEST_TOO_LARGE,
                    "The request has " + body.length + " bytes; at most " + most + " are allowed");
        }
        try {
            JsonNode json = mapper.readTree(body);
            if (json instanceof ObjectNode object) {
                return object;
            }
            throw ApiException.invalid("The request body must be a JSON object");
        } catch (StreamConstraintsException e) {
            throw ApiException.invalid("The request body is nested deeper than " + MAX_DEPTH
                    + " levels, or a name or number in it is too long");
        } catch (JsonProcessingException e) {
            // The parser's own message would quote what was sent.
            String place = e.getLocation() == null
                    ? ""
                    : " (line " + e.getLocation().getLineNr() + ", column "
                            + e.getLocation().getColumnNr() + ")";
            throw ApiException.invalid("The request body is not valid JSON" + place);
        } catch (IOException e) {
            throw ApiException.invalid("The request body is not valid JSON in UTF-8");
        }
    }
}
