package io.github.langchain4j.ptc.guide;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Follows the relative links of pages. */
final class Links {

    private final Path root;

    Links(Path root) {
        this.root = root;
    }

    /** The links of a page that lead nowhere, each with its place. */
    List<String> problems(MarkdownPage page) throws IOException {
        List<String> problems = new ArrayList<>();
        for (MarkdownPage.Link link : page.links()) {
            String problem = link.isRelative() ? problem(page, link) : "";
            if (!problem.isEmpty()) {
                problems.add(root.relativize(page.file()) + ":" + link.line() + ": " + link.target() + " " + problem);
            }
        }
        return problems;
    }

    private String problem(MarkdownPage page, MarkdownPage.Link link) throws IOException {
        if (link.path().startsWith("/")) {
            return "is not relative to this page";
        }
        Path target = link.path().isEmpty()
                ? page.file()
                : page.file().resolveSibling(link.path()).normalize();
        if (!target.startsWith(root)) {
            return "leads out of the repository";
        }
        if (!Files.exists(target)) {
            return "leads to no file";
        }
        if (link.anchor().isEmpty() || !target.toString().endsWith(".md")) {
            return "";
        }
        MarkdownPage there = MarkdownPage.read(target);
        return there.anchors().contains(link.anchor())
                ? ""
                : "leads to no heading; there are "
                        + there.anchors().stream().sorted().toList();
    }
}
