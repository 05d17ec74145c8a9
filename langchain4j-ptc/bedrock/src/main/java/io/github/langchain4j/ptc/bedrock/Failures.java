package io.github.langchain4j.ptc.bedrock;

import software.amazon.awssdk.services.bedrockruntime.model.BedrockRuntimeException;

/**
 * Failures by which LangChain4j knows whether to ask again. It goes by the status, and takes 424 for a mistake of the
 * caller; Bedrock means a failure of the model, and says to send the request again.
 */
final class Failures {

    private static final int OF_THE_MODEL = 424;
    private static final int UNAVAILABLE = 503;

    private Failures() {}

    /** The failure, or one that says the same with a status that LangChain4j understands. */
    static Throwable understood(Throwable failure) {
        Throwable said = failure instanceof BedrockRuntimeException ? failure : failure.getCause();
        return said instanceof BedrockRuntimeException service && service.statusCode() == OF_THE_MODEL
                ? understood(service)
                : failure;
    }

    /** The same for an exception of the service. */
    static BedrockRuntimeException understood(BedrockRuntimeException failure) {
        if (failure.statusCode() != OF_THE_MODEL) {
            return failure;
        }
        return (BedrockRuntimeException) BedrockRuntimeException.builder()
                .message(failure.getMessage())
                .awsErrorDetails(failure.awsErrorDetails())
                .requestId(failure.requestId())
                .statusCode(UNAVAILABLE)
                .cause(failure)
                .build();
    }
}
