package io.github.langchain4j.ptc.engine;

import java.util.regex.Pattern;

/**
 * Paths of files that a sandbox names: relative, below their folder, and the same file under the same name on every
 * operating system. The runner leaves out all others; one that comes all the same is forged.
 */
final class SafePath {

    private static final int LONGEST = 255;

    private static final Pattern UNSAFE = Pattern.compile("[\\x00-\\x1f\\x7f-\\x9f\\u2028-\\u202e\\u2066-\\u2069\\\\:]"
            + "|[. ](?:/|\\z)"
            + "|(?:\\A|/)(?:/|\\z)"
            + "|(?i:(?:\\A|/)(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:[./]|\\z))");

    private SafePath() {}

    static boolean matches(String path) {
        return path.length() <= LONGEST && !UNSAFE.matcher(path).find();
    }
}
