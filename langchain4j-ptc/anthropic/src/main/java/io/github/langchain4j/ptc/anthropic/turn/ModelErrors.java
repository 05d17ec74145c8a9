package io.github.langchain4j.ptc.anthropic.turn;

import dev.langchain4j.exception.AuthenticationException;
import dev.langchain4j.exception.ContentFilteredException;
import dev.langchain4j.exception.HttpException;
import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.exception.LangChain4jException;
import dev.langchain4j.exception.ModelNotFoundException;
import dev.langchain4j.exception.RateLimitException;
import dev.langchain4j.exception.TimeoutException;
import dev.langchain4j.exception.UnsupportedFeatureException;
import io.github.langchain4j.ptc.anthropic.wire.ApiException;
import io.github.langchain4j.ptc.anthropic.wire.ErrorType;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a client is told of a failure of the model behind. What a provider says passes only where the client can mend it,
 * and without anything that could be a key.
 */
final class ModelErrors {

    private static final Logger LOG = LoggerFactory.getLogger(ModelErrors.class);

    private static final int BAD_GATEWAY = 502;
    private static final int OVERLOADED = 529;
    private static final int UNAVAILABLE = 503;
    private static final int TOO_MANY = 429;
    private static final int MOST = 500;

    /** Words that are long and mixed enough to be keys or tokens. */
    private static final Pattern SECRET = Pattern.compile("(?=[\\w.+/=-]*\\d)[\\w.+/=-]{12,}");

    private ModelErrors() {}

    static ApiException of(Throwable failure) {
        if (failure instanceof ApiException known) {
            return known;
        }
        LOG.warn("The model behind failed: {}", failure.getClass().getName());
        LOG.debug("The failure of the model", failure);
        if (failure instanceof RateLimitException || status(failure) == TOO_MANY) {
            return new ApiException(ErrorType.RATE_LIMIT, "The model behind takes no more requests at the moment");
        }
        if (failure instanceof TimeoutException) {
            return new ApiException(ErrorType.TIMEOUT, "The model behind did not answer in time");
        }
        if (failure instanceof AuthenticationException || failure instanceof ModelNotFoundException) {
            return behind("The model behind cannot be used as it is configured");
        }
        if (failure instanceof ContentFilteredException) {
            return ApiException.invalid("The model behind refused the content");
        }
        if (failure instanceof InvalidRequestException) {
            return ApiException.invalid("The model behind refused the request: " + shown(failure));
        }
        if (failure instanceof UnsupportedFeatureException) {
            return ApiException.invalid("The model behind cannot do this: " + shown(failure));
        }
        int status = status(failure);
        if (status == UNAVAILABLE || status == OVERLOADED) {
            return new ApiException(ErrorType.OVERLOADED, "The model behind is overloaded");
        }
        return failure instanceof LangChain4jException || status > 0
                ? behind("The model behind failed")
                : new ApiException(ErrorType.API, "Internal error");
    }

    private static ApiException behind(String message) {
        return new ApiException(ErrorType.API, BAD_GATEWAY, message);
    }

    /** The HTTP status that a provider answered with; 0 if it is not known. */
    private static int status(Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < 10; depth++) {
            if (cause instanceof HttpException http) {
                return http.statusCode();
            }
            cause = cause.getCause();
        }
        return 0;
    }

    private static String shown(Throwable failure) {
        String message = failure.getMessage() == null ? "" : failure.getMessage();
        String safe = SECRET.matcher(message).replaceAll("…");
        return safe.length() > MOST ? safe.substring(0, MOST) + "…" : safe;
    }
}
