package io.github.langchain4j.ptc.samples.proxy.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The hash of an API key: {@code sha256:<salt>:<digest>}, in hexadecimal digits. Keys are random and long, so there is
 * nothing to guess that a slow hash would protect, and a fast one cannot be used to keep the service busy. Immutable;
 * {@link #toString()} shows nothing.
 */
public final class KeyHash {

    /** The fewest characters of a key: shorter ones could be guessed from their hash. */
    public static final int MIN_KEY_LENGTH = 32;

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Pattern FORM = Pattern.compile("sha256:([0-9a-f]{32}):([0-9a-f]{64})");

    private final byte[] salt;
    private final byte[] digest;

    private KeyHash(byte[] salt, byte[] digest) {
        this.salt = salt;
        this.digest = digest;
    }

    /** A key of 256 random bits. */
    public static String newKey() {
        return "ptc-" + HexFormat.of().formatHex(random(32));
    }

    /** A hash of a key, with a salt of its own. */
    public static KeyHash of(String key) {
        byte[] salt = random(16);
        return new KeyHash(salt, digest(salt, key));
    }

    /**
     * Reads what {@link #text()} gave.
     *
     * @throws IllegalArgumentException if it has another form
     */
    public static KeyHash parse(String text) {
        Matcher matcher = FORM.matcher(text.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "must be sha256:<32 hexadecimal digits>:<64 hexadecimal digits>, as hash-key prints it");
        }
        return new KeyHash(
                HexFormat.of().parseHex(matcher.group(1)), HexFormat.of().parseHex(matcher.group(2)));
    }

    /** What stands in the configuration. */
    public String text() {
        return "sha256:" + HexFormat.of().formatHex(salt) + ":" + HexFormat.of().formatHex(digest);
    }

    /** Whether it is the hash of a key; takes the same time whatever the answer is. */
    boolean matches(String key) {
        return MessageDigest.isEqual(digest, digest(salt, key));
    }

    private static byte[] digest(byte[] salt, String key) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            sha.update(salt);
            return sha.digest(key.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    private static byte[] random(int bytes) {
        byte[] random = new byte[bytes];
        RANDOM.nextBytes(random);
        return random;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof KeyHash hash && Arrays.equals(salt, hash.salt) && Arrays.equals(digest, hash.digest);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(digest);
    }

    @Override
    public String toString() {
        return "KeyHash";
    }
}
