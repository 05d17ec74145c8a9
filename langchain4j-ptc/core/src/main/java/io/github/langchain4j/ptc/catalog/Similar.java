package io.github.langchain4j.ptc.catalog;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;

/** Finds what somebody may have meant. */
public final class Similar {

    private static final int MAX_LENGTH = 60;

    private Similar() {}

    /** {@code ; did you mean "x"?} if one of the candidates is close, else nothing. */
    public static String hint(String given, Collection<String> candidates) {
        if (given.length() > MAX_LENGTH) {
            return "";
        }
        String wanted = given.toLowerCase(Locale.ROOT);
        int allowed = Math.max(1, wanted.length() / 3);
        return candidates.stream()
                .filter(c -> c.length() <= MAX_LENGTH && distance(wanted, c.toLowerCase(Locale.ROOT)) <= allowed)
                .min(Comparator.comparingInt((String c) -> distance(wanted, c.toLowerCase(Locale.ROOT)))
                        .thenComparing(Comparator.naturalOrder()))
                .map(c -> "; did you mean " + PythonText.literal(c) + "?")
                .orElse("");
    }

    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int substituted = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(substituted, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
