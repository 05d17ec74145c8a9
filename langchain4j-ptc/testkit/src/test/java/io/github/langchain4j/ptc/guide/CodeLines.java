package io.github.langchain4j.ptc.guide;

import java.util.BitSet;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Tells the lines of a Java source that the compiler reads from those inside of comments and text blocks. */
final class CodeLines {

    private static final String TEXT_BLOCK = "\"\"\"";
    // What may hide the beginning of something else comes first.
    private static final Pattern TOKEN =
            Pattern.compile("//.*|/\\*|\"\"\"|\"(?:\\\\.|[^\"\\\\])*\"|'(?:\\\\.|[^'\\\\])+'");

    private CodeLines() {}

    /** The indexes of the lines that do not begin inside of a comment or a text block. */
    static BitSet of(List<String> lines) {
        BitSet code = new BitSet();
        String awaited = "";
        for (int i = 0; i < lines.size(); i++) {
            code.set(i, awaited.isEmpty());
            awaited = afterLine(lines.get(i), awaited);
        }
        return code;
    }

    /** What must come before code goes on after this line: nothing, or the end of a comment or a text block. */
    private static String afterLine(String line, String before) {
        String awaited = before;
        int position = 0;
        while (true) {
            if (!awaited.isEmpty()) {
                int end = line.replace("\\\"", "__").indexOf(awaited, position);
                if (end < 0) {
                    return awaited;
                }
                position = end + awaited.length();
                awaited = "";
            }
            Matcher token = TOKEN.matcher(line);
            if (!token.find(position)) {
                return "";
            }
            position = token.end();
            if (token.group().equals("/*")) {
                awaited = "*/";
            } else if (token.group().equals(TEXT_BLOCK)) {
                awaited = TEXT_BLOCK;
            }
        }
    }
}
