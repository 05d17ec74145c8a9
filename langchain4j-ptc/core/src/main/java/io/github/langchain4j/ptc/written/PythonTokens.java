package io.github.langchain4j.ptc.written;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Just so much of Python's grammar that names in code differ from names in strings and comments. */
final class PythonTokens {

    private static final String TEXT = "\"\"";
    private static final Pattern PREFIX = Pattern.compile("(?i)[rbuft]{1,2}");
    private static final Set<String> DECLARES = Set.of(".", "def", "class");
    private static final Set<String> TAKE_FUNCTIONS = Set.of("map", "to_thread", "submit", "partial");

    private final String source;
    private final List<String> tokens = new ArrayList<>();
    private int at;
    private boolean inLongString;

    private PythonTokens(String source) {
        this.source = source;
        while (at < source.length()) {
            next();
        }
    }

    /** Whether the source ends within a string of three quotes. */
    static boolean endsInString(String source) {
        boolean any = source.contains("\"\"\"") || source.contains("'''");
        return any && new PythonTokens(source).inLongString;
    }

    /** Whether one of the functions is called, or handed to what calls it. */
    static boolean calls(String source, Set<String> functions) {
        List<String> tokens = new PythonTokens(source).tokens;
        for (int i = 0; i < tokens.size(); i++) {
            if (functions.contains(tokens.get(i)) && !DECLARES.contains(token(tokens, i - 1))) {
                boolean called = token(tokens, i + 1).equals("(");
                boolean handed = token(tokens, i - 1).equals("(") && TAKE_FUNCTIONS.contains(token(tokens, i - 2));
                if (called || handed) {
                    return true;
                }
            }
        }
        return false;
    }

    private static String token(List<String> tokens, int index) {
        return index >= 0 && index < tokens.size() ? tokens.get(index) : "";
    }

    private void next() {
        char c = source.charAt(at);
        if (Character.isWhitespace(c)) {
            at++;
        } else if (c == '#') {
            int end = source.indexOf('\n', at);
            at = end < 0 ? source.length() : end;
        } else if (c == '"' || c == '\'') {
            string(false);
        } else if (Character.isJavaIdentifierStart(c)) {
            name();
        } else {
            tokens.add(String.valueOf(c));
            at++;
        }
    }

    private void name() {
        int start = at;
        while (at < source.length() && Character.isJavaIdentifierPart(source.charAt(at))) {
            at++;
        }
        String name = source.substring(start, at);
        boolean quoted = at < source.length() && (source.charAt(at) == '"' || source.charAt(at) == '\'');
        if (quoted && PREFIX.matcher(name).matches()) {
            string(name.toLowerCase(Locale.ROOT).contains("f"));
        } else {
            tokens.add(name);
        }
    }

    private void string(boolean formatted) {
        String quote = source.substring(at, at + 1);
        boolean isLong = source.startsWith(quote.repeat(3), at);
        String end = isLong ? quote.repeat(3) : quote;
        int start = at + end.length();
        at = start;
        while (at < source.length() && !source.startsWith(end, at)) {
            if (!isLong && source.charAt(at) == '\n') {
                break; // Never closed; what follows is code again.
            }
            at += source.charAt(at) == '\\' ? 2 : 1;
        }
        at = Math.min(at, source.length());
        inLongString = isLong && at == source.length();
        tokens.add(TEXT);
        if (formatted) {
            fields(source.substring(start, at));
        }
        at = Math.min(at + end.length(), source.length());
    }

    /** The code between the braces of a formatted string. */
    private void fields(String text) {
        int open = text.indexOf('{');
        while (open >= 0) {
            int close = text.indexOf('}', open);
            String field = text.substring(open + 1, close < 0 ? text.length() : close);
            if (!field.startsWith("{")) {
                tokens.add("{");
                tokens.addAll(new PythonTokens(field).tokens);
                tokens.add("}");
            }
            open = close < 0 ? -1 : text.indexOf('{', close);
        }
    }
}
