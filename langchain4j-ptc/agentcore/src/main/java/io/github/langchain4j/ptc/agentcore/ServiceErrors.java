package io.github.langchain4j.ptc.agentcore;

import io.github.langchain4j.ptc.sandbox.SandboxBusyException;
import io.github.langchain4j.ptc.sandbox.SandboxUnavailableException;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;

/** What failures of requests mean, and what to do about them. */
final class ServiceErrors {

    /** What to do with a request that failed. */
    enum Kind {
        /** The service, or the way to it, is at fault for the moment: the same request may succeed later. */
        PASSING,
        /** The credentials are at fault; their provider may have new ones in a moment. */
        CREDENTIALS,
        /** The session is no more. */
        GONE,
        /** The same request will fail again. */
        LASTING
    }

    private static final Set<String> EXPIRED = Set.of(
            "ExpiredTokenException",
            "ExpiredToken",
            "UnrecognizedClientException",
            "InvalidClientTokenId",
            "InvalidSignatureException",
            "RequestExpired");

    private static final int MAX_BRIEF = 300;

    private static final String START = "bedrock-agentcore:StartCodeInterpreterSession";

    private ServiceErrors() {}

    static Kind kind(Throwable failure) {
        Throwable cause = unwrap(failure);
        if (!(cause instanceof AwsServiceException service)) {
            return cause instanceof SdkClientException && !isAboutCredentials(cause) ? Kind.PASSING : Kind.LASTING;
        }
        String code = code(service);
        if (EXPIRED.contains(code)) {
            return Kind.CREDENTIALS;
        }
        if (code.equals("ResourceNotFoundException") || service.statusCode() == 404) {
            return Kind.GONE;
        }
        boolean passing = service.isThrottlingException()
                || service.statusCode() == 429
                || service.statusCode() >= 500
                || service.statusCode() == 409
                || code.equals("ThrottlingException")
                || code.equals("InternalServerException")
                || code.equals("ConflictException")
                || code.equals("ServiceQuotaExceededException");
        return passing ? Kind.PASSING : Kind.LASTING;
    }

    /** Whether a failure is one of permissions, credentials or settings, which only the user can mend. */
    static boolean mustBeMended(Throwable failure) {
        return kind(failure) == Kind.CREDENTIALS || kind(failure) == Kind.LASTING;
    }

    /** A failure of a request in the middle, in words for operators and for the model: without the request's content. */
    static String describe(Throwable failure) {
        Throwable cause = unwrap(failure);
        if (cause instanceof AwsServiceException service) {
            return "the service answered " + code(service) + " (HTTP " + service.statusCode() + ")";
        } else if (cause instanceof ApiCallTimeoutException || cause instanceof ApiCallAttemptTimeoutException) {
            return "the service did not answer in time";
        }
        return cause instanceof SdkClientException
                ? "the service could not be reached (" + cause.getMessage() + ")"
                : cause.toString();
    }

    /**
     * A failure before there was a session that works.
     *
     * @param action what IAM calls the request
     */
    static RuntimeException explain(Throwable failure, String where, String identifier, String action) {
        Throwable cause = unwrap(failure);
        if (cause instanceof SandboxUnavailableException known) {
            return known;
        }
        if (cause instanceof AwsServiceException service) {
            return explainAnswer(service, where, identifier, action);
        }
        if (isAboutCredentials(cause)) {
            return new SandboxUnavailableException(
                    "There are no AWS credentials for AgentCore: " + brief(cause)
                            + ". Set a profile, environment variables or a role as for other AWS services, or give"
                            + " credentials to the builder",
                    cause);
        }
        if (cause instanceof ApiCallTimeoutException || cause instanceof ApiCallAttemptTimeoutException) {
            return new SandboxUnavailableException(where + " did not answer in time", cause);
        }
        if (cause instanceof SdkClientException) {
            return new SandboxUnavailableException(
                    where + " cannot be reached: " + cause.getMessage()
                            + ". Look at the network, at the region, and whether AgentCore is offered there",
                    cause);
        }
        return cause instanceof RuntimeException other
                ? other
                : new SandboxUnavailableException(cause.toString(), cause);
    }

    private static RuntimeException explainAnswer(
            AwsServiceException service, String where, String identifier, String action) {
        String said = service.awsErrorDetails() == null
                ? service.getMessage()
                : service.awsErrorDetails().errorMessage();
        String code = code(service);
        if (EXPIRED.contains(code)) {
            return new SandboxUnavailableException(
                    where + " refuses the AWS credentials (" + code + ": " + said
                            + "): they have expired or are wrong. Renew them",
                    service);
        }
        if (service.statusCode() == 403 || service.statusCode() == 401) {
            return new SandboxUnavailableException(
                    where + " denies access (" + code + ": " + said + "). Allow the IAM action " + action
                            + " for the code interpreter \"" + identifier + "\"",
                    service);
        }
        if (service.statusCode() == 404) {
            return new SandboxUnavailableException(
                    where + " knows no code interpreter \"" + identifier + "\" (" + code + ": " + said
                            + "). Name one that exists in this account and region, or aws.codeinterpreter.v1",
                    service);
        }
        if (kind(service) == Kind.PASSING && service.statusCode() < 500) {
            SandboxBusyException busy = new SandboxBusyException(where + " takes no more sessions for now (" + code
                    + ": " + said + "). Close sessions that are done, try again later, or have the quota of the account"
                    + " raised (" + START + ", concurrent sessions)");
            busy.initCause(service);
            return busy;
        }
        return new SandboxUnavailableException(
                where + " failed (" + code + ", HTTP " + service.statusCode() + ": " + said + ")", service);
    }

    /** The SDK lists all places where it looked, each with its own reason; that stays in the cause. */
    static String brief(Throwable cause) {
        String message = String.valueOf(cause.getMessage())
                .replaceFirst("(?s)\\s+(AwsCredentialsProviderChain\\(|software\\.amazon\\.|:? ?\\[).*", "");
        return message.length() <= MAX_BRIEF ? message : message.substring(0, MAX_BRIEF) + "…";
    }

    private static boolean isAboutCredentials(Throwable cause) {
        String message = String.valueOf(cause.getMessage());
        return cause instanceof SdkClientException && message.contains("credentials");
    }

    private static String code(AwsServiceException service) {
        String code = service.awsErrorDetails() == null
                ? null
                : service.awsErrorDetails().errorCode();
        return code == null ? service.getClass().getSimpleName() : code;
    }

    private static Throwable unwrap(Throwable failure) {
        Throwable cause = failure;
        while ((cause instanceof CompletionException || cause instanceof ExecutionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }
}
