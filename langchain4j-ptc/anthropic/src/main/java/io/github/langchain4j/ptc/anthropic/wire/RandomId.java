package io.github.langchain4j.ptc.anthropic.wire;

import java.security.SecureRandom;

/** Identifiers that cannot be guessed. */
public final class RandomId {

    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int USUAL = 24;

    private RandomId() {}

    /**
     * An identifier of random letters and digits.
     *
     * @param prefix before them
     */
    public static String of(String prefix) {
        return of(prefix, USUAL);
    }

    /**
     * An identifier of random letters and digits.
     *
     * @param prefix before them
     * @param characters how many
     */
    public static String of(String prefix, int characters) {
        StringBuilder id = new StringBuilder(prefix);
        for (int i = 0; i < characters; i++) {
            id.append(ALPHABET.charAt(RANDOM.nextInt(ALPHABET.length())));
        }
        return id.toString();
    }
}
