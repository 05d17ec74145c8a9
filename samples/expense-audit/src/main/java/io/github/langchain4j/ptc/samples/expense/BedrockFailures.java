package io.github.langchain4j.ptc.samples.expense;

import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** Turns what Bedrock refuses into words for the user of the command line. */
final class BedrockFailures {

    private BedrockFailures() {}

    /** What went wrong and what can be done; empty if Bedrock did not say anything. */
    static Optional<String> explain(List<Throwable> causes, ModelSource.Bedrock source) {
        return causes.stream()
                .filter(AwsServiceException.class::isInstance)
                .map(AwsServiceException.class::cast)
                .filter(said -> said.awsErrorDetails() != null)
                .findFirst()
                .map(said -> explain(
                        said.awsErrorDetails().errorCode(),
                        said.awsErrorDetails().errorMessage(),
                        source));
    }

    private static String explain(String code, String message, ModelSource.Bedrock source) {
        String what = source.description() + " refused the request (" + code + ": " + Failures.oneLine(message) + ")";
        if (message != null && message.contains("on-demand throughput")) {
            return what + ": name an inference profile, such as --model bedrock:us." + source.modelId();
        }
        return switch (code) {
            case "AccessDeniedException" ->
                what
                        + ": allow bedrock:InvokeModel for the model and its inference profile; the first request of an account "
                        + "also needs aws-marketplace:Subscribe and, for models of Anthropic, the form in the Bedrock console";
            case "ResourceNotFoundException", "ValidationException" ->
                what + ": check the model id, and that the model is offered in the region";
            case "ThrottlingException", "ServiceQuotaExceededException" ->
                what + ": try again later, or raise the quota of the account";
            case "UnrecognizedClientException", "ExpiredTokenException", "InvalidSignatureException" ->
                what + ": the credentials are wrong or have expired";
            default -> what;
        };
    }
}
