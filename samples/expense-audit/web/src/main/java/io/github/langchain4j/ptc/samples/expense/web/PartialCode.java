package io.github.langchain4j.ptc.samples.expense.web;

import dev.langchain4j.model.chat.response.PartialToolCall;

/**
 * Reads a program while it is written: out of the pieces of {@code {"code": "…"}}, which may be cut anywhere, in the
 * middle of an escape, too. Not thread-safe.
 */
final class PartialCode {

    private static final String KEY = "\"code\"";

    private final StringBuilder arguments = new StringBuilder();
    private int index = -1;
    private int at; // of what is to be read next; 0 before the program begins
    private boolean over;

    /** The next characters of the program; empty if this piece completes none. */
    String add(PartialToolCall part) {
        if (part.index() != index) {
            clear();
            index = part.index();
        }
        arguments.append(part.partialArguments());
        if (at == 0) {
            at = start();
        }
        return at == 0 ? "" : read();
    }

    /** Waits for another program. */
    void clear() {
        arguments.setLength(0);
        index = -1;
        at = 0;
        over = false;
    }

    private int start() {
        int key = arguments.indexOf(KEY);
        int quote = key < 0 ? -1 : arguments.indexOf("\"", key + KEY.length());
        return quote + 1;
    }

    private String read() {
        StringBuilder code = new StringBuilder();
        while (!over && at < arguments.length()) {
            char next = arguments.charAt(at);
            if (next == '"') {
                over = true;
            } else if (next != '\\') {
                code.append(next);
                at++;
            } else if (!isWhole()) {
                break;
            } else {
                code.append(escaped());
            }
        }
        return code.toString();
    }

    /** Whether the escape that begins here has arrived. */
    private boolean isWhole() {
        return at + 1 < arguments.length() && (arguments.charAt(at + 1) != 'u' || at + 6 <= arguments.length());
    }

    private char escaped() {
        char kind = arguments.charAt(at + 1);
        if (kind == 'u') {
            at += 6;
            return (char) Integer.parseInt(arguments.substring(at - 4, at), 16);
        }
        at += 2;
        return switch (kind) {
            case 'n' -> '\n';
            case 't' -> '\t';
            case 'r' -> '\r';
            case 'b' -> '\b';
            case 'f' -> '\f';
            default -> kind;
        };
    }
}
