package io.github.langchain4j.ptc.guide;

import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A page of the documentation: its code blocks, links and headings. */
record MarkdownPage(Path file, List<Block> blocks, List<Link> links, Set<String> anchors, List<String> problems) {

    private static final Pattern FENCE = Pattern.compile("( {0,12})(`{3,}|~{3,}) *([^ `]*)[^`]*");
    private static final Pattern HEADING = Pattern.compile(" {0,3}#{1,6} +(.*?)( +#+)? *");
    private static final Pattern ANCHOR = Pattern.compile("<a (?:id|name)=\"([^\"]+)\"");
    private static final Pattern CODE = Pattern.compile("(`+)(.+?)\\1");
    // [text](target "title"), [label]: target, <a href="target">
    private static final Pattern LINK = Pattern.compile(
            "]\\( *<?([^)\\s>]+)>?(?: +\"[^\"]*\")? *\\)|^ {0,3}\\[[^]]+]: *<?([^\\s>]+)|(?:href|src)=\"([^\"]+)\"");

    /** A code block; the line is that of its fence, from 1. */
    record Block(String language, int line, List<String> lines) {

        boolean isEmpty() {
            return lines.stream().allMatch(String::isBlank);
        }

        /** What readers know it by. */
        String firstLine() {
            return lines.stream().filter(line -> !line.isBlank()).findFirst().orElse("");
        }
    }

    record Link(String target, int line) {

        boolean isRelative() {
            return !target.matches("[A-Za-z][A-Za-z0-9+.-]*:.*") && !target.startsWith("//");
        }

        /** The path as the file system knows it; empty for a heading of the same page. */
        String path() {
            return URLDecoder.decode(target.replaceFirst("#.*", "").replace("+", "%2B"), StandardCharsets.UTF_8);
        }

        /** The heading's name, or nothing. */
        String anchor() {
            int hash = target.indexOf('#');
            return hash < 0 ? "" : URLDecoder.decode(target.substring(hash + 1), StandardCharsets.UTF_8);
        }
    }

    static MarkdownPage read(Path file) throws IOException {
        return new Reader(file).read(Files.readAllLines(file));
    }

    /** Goes through a page once. */
    private static final class Reader {

        private final Path file;
        private final List<Block> blocks = new ArrayList<>();
        private final List<Link> links = new ArrayList<>();
        private final Set<String> anchors = new HashSet<>();
        private final Map<String, Integer> timesUsed = new HashMap<>();
        private final List<String> problems = new ArrayList<>();

        Reader(Path file) {
            this.file = file;
        }

        MarkdownPage read(List<String> lines) {
            for (int i = 0; i < lines.size(); i++) {
                Matcher fence = FENCE.matcher(lines.get(i));
                if (fence.matches()) {
                    i = block(lines, i, fence);
                } else {
                    text(lines.get(i), i + 1);
                }
            }
            return new MarkdownPage(file, blocks, links, anchors, problems);
        }

        /** Takes a block, and returns the index of the line that ends it. */
        private int block(List<String> lines, int start, Matcher fence) {
            int indentation = fence.group(1).length();
            List<String> content = new ArrayList<>();
            int end = start + 1;
            while (end < lines.size() && !closes(lines.get(end), fence.group(2))) {
                String line = lines.get(end++);
                int blanks = line.length() - line.stripLeading().length();
                content.add(line.substring(Math.min(indentation, blanks)));
            }
            if (end == lines.size()) {
                problems.add(file + ":" + (start + 1) + ": this code block does not end");
            }
            blocks.add(new Block(fence.group(3), start + 1, List.copyOf(content)));
            return end;
        }

        private static boolean closes(String line, String fence) {
            String text = line.strip();
            return text.startsWith(fence) && text.chars().allMatch(c -> c == fence.charAt(0));
        }

        private void text(String line, int number) {
            Matcher heading = HEADING.matcher(line);
            if (heading.matches()) {
                anchors.add(anchorOf(heading.group(1)));
            }
            ANCHOR.matcher(line).results().forEach(anchor -> anchors.add(anchor.group(1)));
            Matcher link = LINK.matcher(CODE.matcher(line).replaceAll(""));
            while (link.find()) {
                for (int group = 1; group <= 3; group++) {
                    if (link.group(group) != null) {
                        links.add(new Link(link.group(group), number));
                    }
                }
            }
        }

        /** As GitHub names headings; the second of the same name gets "-1". */
        private String anchorOf(String heading) {
            String name = heading.replaceAll("!?\\[([^]]*)]\\([^)]*\\)", "$1")
                    .toLowerCase(Locale.ROOT)
                    .replaceAll("[^\\p{L}\\p{N}\\p{M} _-]", "")
                    .replace(' ', '-');
            int times = timesUsed.merge(name, 1, Integer::sum);
            return times == 1 ? name : name + "-" + (times - 1);
        }
    }
}
