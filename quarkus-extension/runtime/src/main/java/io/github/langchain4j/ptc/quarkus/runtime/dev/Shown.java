package io.github.langchain4j.ptc.quarkus.runtime.dev;

import io.github.langchain4j.ptc.codetool.MiddleCut;

/**
 * A text as far as it is kept.
 *
 * @param text cut in its middle if it is too long
 * @param characters of the whole
 * @param cut whether something is missing
 */
record Shown(String text, int characters, boolean cut) {

    static final Shown NOTHING = new Shown("", 0, false);

    static Shown of(String text, int most) {
        String kept = MiddleCut.of(text, most);
        return new Shown(kept, text.length(), kept.length() != text.length());
    }

    /** A text of which nothing is kept but its size. */
    static Shown sizeOf(String text) {
        return new Shown("", text.length(), !text.isEmpty());
    }

    /** Roughly what models count: four characters are a token. */
    static int tokens(long characters) {
        return (int) Math.min(Integer.MAX_VALUE, (characters + 3) / 4);
    }
}
