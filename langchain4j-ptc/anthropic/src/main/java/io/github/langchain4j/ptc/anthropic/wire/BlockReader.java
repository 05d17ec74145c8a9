package io.github.langchain4j.ptc.anthropic.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Reads content blocks. */
final class BlockReader {

    private static final int MOST = 10_000;

    private static final Set<String> CODE_RESULTS = Set.of("code_execution_result", "code_execution_tool_result_error");

    private BlockReader() {}

    /** What a message holds: a text, or blocks. */
    static List<Block> content(At content, boolean assistant) {
        Function<At, Block> one = assistant ? BlockReader::ofAssistant : BlockReader::ofUser;
        if (content.node().isTextual()) {
            return List.of(new Block.Text(content.asText(), false));
        }
        if (!content.isPresent()) {
            throw content.wrong("Field required");
        }
        return content.elements(MOST, one);
    }

    private static Block ofUser(At at) {
        String type = at.object().text("type");
        return type.equals("tool_result") ? toolResult(at) : input(at, type);
    }

    static Block ofAssistant(At at) {
        String type = at.object().text("type");
        return switch (type) {
            case "text" -> text(at);
            case "thinking" ->
                new Block.Thinking(
                        at.text("thinking"), at.optionalText("signature").orElse(""));
            case "redacted_thinking" -> new Block.RedactedThinking(at.text("data"));
            case "tool_use" -> toolUse(at);
            case "server_tool_use" -> serverToolUse(at);
            case "code_execution_tool_result" -> codeResult(at);
            default -> throw unknown(at, type, "an assistant message");
        };
    }

    private static Block input(At at, String type) {
        return switch (type) {
            case "text" -> text(at);
            case "image" -> new Block.Image(imageSource(at.child("source").object()));
            case "document" -> document(at);
            case "search_result" -> searchResult(at);
            default -> throw unknown(at, type, "this place");
        };
    }

    private static ApiException unknown(At at, String type, String place) {
        return at.child("type").wrong(At.quoted(type) + " is not a content block that can be used in " + place);
    }

    static Block.Text text(At at) {
        return new Block.Text(at.text("text"), cached(at));
    }

    static boolean cached(At at) {
        At control = at.child("cache_control");
        return control.isPresent() && !control.object().text("type").isEmpty();
    }

    private static Block.Source imageSource(At at) {
        return switch (at.text("type")) {
            case "base64" ->
                new Block.Source(
                        "base64",
                        at.oneOf("media_type", Set.of("image/jpeg", "image/png", "image/gif", "image/webp")),
                        at.word("data"));
            case "url" -> new Block.Source("url", "", url(at));
            default -> throw unknownSource(at);
        };
    }

    private static Block document(At at) {
        At source = at.child("source").object();
        Optional<String> title = at.optionalText("title");
        return switch (source.text("type")) {
            case "base64" ->
                new Block.Document(
                        new Block.Source(
                                "base64", source.oneOf("media_type", Set.of("application/pdf")), source.word("data")),
                        title);
            case "url" -> new Block.Document(new Block.Source("url", "application/pdf", url(source)), title);
            case "text" -> new Block.Document(new Block.Source("text", "text/plain", source.text("data")), title);
            case "content" ->
                new Block.Document(
                        new Block.Source("text", "text/plain", texts(content(source.child("content"), false))), title);
            default -> throw unknownSource(source);
        };
    }

    private static String url(At at) {
        String url = at.word("url");
        if (!url.startsWith("https://") && !url.startsWith("http://")) {
            throw at.child("url").wrong("must be an address that begins with https:// or http://");
        }
        try {
            java.net.URI.create(url);
        } catch (IllegalArgumentException e) {
            throw at.child("url").wrong("is no valid address");
        }
        return url;
    }

    private static ApiException unknownSource(At at) {
        return at.child("type").wrong(At.quoted(at.text("type")) + " is not a source that can be used here");
    }

    private static String texts(List<Block> blocks) {
        return blocks.stream()
                .filter(Block.Text.class::isInstance)
                .map(block -> ((Block.Text) block).text())
                .collect(Collectors.joining("\n"));
    }

    private static Block searchResult(At at) {
        String content = texts(content(at.child("content"), false));
        return new Block.Document(
                new Block.Source("text", "text/plain", at.text("source") + "\n" + content), at.optionalText("title"));
    }

    private static Block toolUse(At at) {
        return new Block.ToolUse(at.word("id"), at.word("name"), object(at, "input"), caller(at));
    }

    private static Caller caller(At at) {
        At caller = at.child("caller");
        if (!caller.isPresent() || caller.object().text("type").equals("direct")) {
            return Caller.DIRECT;
        }
        return new Caller(caller.text("type"), caller.word("tool_id"));
    }

    private static ObjectNode object(At at, String name) {
        return at.child(name).json();
    }

    private static Block toolResult(At at) {
        At content = at.child("content");
        return new Block.ToolResult(
                at.word("tool_use_id"),
                content.isPresent() ? resultContent(content) : List.of(),
                at.flag("is_error"),
                at.path());
    }

    private static List<Block> resultContent(At content) {
        return content.node().isTextual()
                ? List.of(new Block.Text(content.asText(), false))
                : content.elements(MOST, part -> input(part, part.object().text("type")));
    }

    private static Block serverToolUse(At at) {
        String name = at.text("name");
        if (!name.equals(Tools.CODE_EXECUTION)) {
            throw at.child("name").wrong(At.quoted(name) + " is no server tool here; there is only code_execution");
        }
        return new Block.ServerToolUse(at.word("id"), object(at, "input"));
    }

    private static Block codeResult(At at) {
        At content = at.child("content").object();
        if (content.oneOf("type", CODE_RESULTS).equals("code_execution_result")) {
            content.text("stdout");
            content.text("stderr");
            content.integer("return_code", Integer.MIN_VALUE)
                    .orElseThrow(() -> content.child("return_code").wrong("Field required"));
        } else {
            content.text("error_code");
        }
        return new Block.CodeResult(at.word("tool_use_id"), content.json());
    }
}
