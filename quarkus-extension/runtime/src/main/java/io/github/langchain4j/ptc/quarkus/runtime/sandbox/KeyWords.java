package io.github.langchain4j.ptc.quarkus.runtime.sandbox;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Says what the library says of its settings in the words of the configuration. */
public final class KeyWords {

    /** The setting that a message is about, in Java's spelling. */
    private static final Pattern SUBJECT = Pattern.compile("^(interpreter\\.)?[a-z][A-Za-z]* (?=must )");

    private static final Pattern BYTES = Pattern.compile("\\b(code|result)Bytes\\b");

    private KeyWords() {}

    /**
     * A message without its subject, to be put after a key: {@code computeTime must be longer than zero, but is PT0S}
     * becomes {@code must be longer than zero, but is PT0S}.
     */
    public static String of(String message) {
        Matcher sizes = BYTES.matcher(SUBJECT.matcher(message).replaceFirst(""));
        return sizes.replaceAll("$1-size");
    }
}
