package io.github.langchain4j.ptc.anthropic.history;

import dev.langchain4j.data.message.Content;
import dev.langchain4j.data.message.ImageContent;
import dev.langchain4j.data.message.PdfFileContent;
import dev.langchain4j.data.message.TextContent;
import io.github.langchain4j.ptc.anthropic.wire.Block;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Turns texts, images and documents of the API into those of LangChain4j. */
final class Contents {

    private Contents() {}

    /** The contents of blocks; empty texts, which many providers refuse, are left out. */
    static List<Content> of(List<Block> blocks) {
        List<Content> contents = new ArrayList<>();
        blocks.forEach(block -> content(block).ifPresent(contents::add));
        return contents;
    }

    private static Optional<Content> content(Block block) {
        if (block instanceof Block.Text text) {
            return text.text().isBlank() ? Optional.empty() : Optional.of(TextContent.from(text.text()));
        }
        if (block instanceof Block.Image image) {
            return Optional.of(image(image.source()));
        }
        return block instanceof Block.Document document ? Optional.of(document(document)) : Optional.empty();
    }

    private static Content image(Block.Source source) {
        // LangChain4j's default makes small print unreadable with some providers.
        return source.kind().equals("url")
                ? ImageContent.from(URI.create(source.content()), ImageContent.DetailLevel.AUTO)
                : ImageContent.from(source.content(), source.mediaType(), ImageContent.DetailLevel.AUTO);
    }

    private static Content document(Block.Document document) {
        Block.Source source = document.source();
        return switch (source.kind()) {
            case "url" -> PdfFileContent.from(URI.create(source.content()));
            case "base64" -> PdfFileContent.from(source.content(), source.mediaType());
            default ->
                TextContent.from(document.title().map(title -> title + "\n\n").orElse("") + source.content());
        };
    }
}
