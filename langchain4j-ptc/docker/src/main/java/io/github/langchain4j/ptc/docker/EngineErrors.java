package io.github.langchain4j.ptc.docker;

import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import io.github.langchain4j.ptc.sandbox.SandboxUnavailableException;
import java.io.IOException;
import java.net.URI;
import java.util.Locale;
import javax.net.ssl.SSLException;

/** What went wrong between this JVM and the engine, in words that say what to do. */
final class EngineErrors {

    private static final int MAX_SAID = 500;

    private EngineErrors() {}

    /** The exception for a failure of the engine, or of the way to it. */
    static SandboxUnavailableException explain(Throwable failure, URI host, ContainerSettings settings) {
        if (failure instanceof SandboxUnavailableException known) {
            return known;
        }
        if (failure instanceof DockerException refused) {
            return new SandboxUnavailableException(refusal(refused, host, settings), failure);
        }
        IOException cause = find(failure, IOException.class);
        return new SandboxUnavailableException(
                cause == null
                        ? "The Docker engine at " + host + " could not be used: " + said(failure)
                        : way(cause, host),
                failure);
    }

    /** Whether a connection that was there broke, as those of an engine that was restarted do when they are used. */
    static boolean isHangUp(Throwable failure) {
        IOException cause = find(failure, IOException.class);
        String lower = cause == null ? "" : said(cause).toLowerCase(Locale.ROOT);
        return lower.contains("broken pipe")
                || lower.contains("connection reset")
                || lower.contains("failed to respond");
    }

    private static String way(IOException cause, URI host) {
        String said = said(cause);
        String lower = said.toLowerCase(Locale.ROOT);
        if (find(cause, SSLException.class) != null) {
            return tls(said, host);
        }
        if (lower.contains("permission denied")) {
            return "This process may not use the Docker engine at " + host
                    + ": let its user be a member of the group 'docker' (and start it again), or run a rootless engine"
                    + " and point DOCKER_HOST to it";
        }
        if (isHangUp(cause)) {
            return "The Docker engine at " + host + " closed the connection (" + said
                    + "). If it was stopped or started just now, try again; if it wants TLS, check DOCKER_TLS_VERIFY and"
                    + " the certificates in DOCKER_CERT_PATH, which it may not accept";
        }
        if (lower.contains("timed out")) {
            return "The Docker engine at " + host + " does not answer: " + said;
        }
        return "There is no Docker engine at " + host + " (" + said
                + "). Start Docker, or say where it is with DOCKER_HOST or DockerSandbox.Builder.dockerClientConfig";
    }

    private static String tls(String said, URI host) {
        return "The Docker engine at " + host + " and this JVM do not agree on TLS: " + said
                + ". Check DOCKER_TLS_VERIFY and the certificates in DOCKER_CERT_PATH";
    }

    private static String refusal(DockerException refused, URI host, ContainerSettings settings) {
        String said = said(refused);
        String lower = said.toLowerCase(Locale.ROOT);
        if (lower.contains("https server")) {
            return tls(said, host);
        }
        if (refused instanceof NotFoundException && lower.contains("no such image")) {
            return missingImage(settings.image());
        }
        if (settings.runtime() != null && lower.contains("runtime")) {
            return "The Docker engine has no runtime '" + settings.runtime() + "': " + said
                    + ". Install it and name it in the engine's daemon.json, or do not ask for it"
                    + " (DockerSandbox.Builder.runtime)";
        }
        if (lower.contains("executable file not found") || lower.contains("no such file or directory")) {
            return "The image '" + settings.image() + "' has no '" + settings.python()
                    + "' that could be started: " + said + ". It needs Python 3.9 or newer; say where it is with"
                    + " DockerSandbox.Builder.python";
        }
        return "The Docker engine refused a container of the image '" + settings.image() + "': " + said;
    }

    static String missingImage(String image) {
        return "The Docker engine does not have the image '" + image
                + "'. Build it with sandbox-image/build, pull or load it, or let the sandbox pull it"
                + " (DockerSandbox.Builder.pullPolicy)";
    }

    private static String said(Throwable failure) {
        String message = failure.getMessage() == null ? failure.toString() : failure.getMessage();
        String line = message.replaceAll("\\s+", " ").strip();
        return line.length() <= MAX_SAID ? line : line.substring(0, MAX_SAID) + "…";
    }

    private static <T extends Throwable> T find(Throwable failure, Class<T> type) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return type.cast(cause);
            }
        }
        return null;
    }
}
