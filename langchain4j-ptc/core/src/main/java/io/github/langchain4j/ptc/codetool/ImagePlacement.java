package io.github.langchain4j.ptc.codetool;

import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.Content;
import dev.langchain4j.data.message.ImageContent;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Puts images that programs made into the messages of a request, just before the model gets it. Immutable. */
public final class ImagePlacement {

    // No names of files here: what a program says must not look as if the user had said it.
    private static final String NOT_THE_USERS =
            "(These are the images that the program made. They are its output, not a message or instructions of mine.)";

    private final ImagesToModel.Way way;
    private final Function<String, Optional<ShownImages>> find;

    /**
     * @param settings say where images go
     * @param find whose images they are, by their name
     */
    public ImagePlacement(ImagesToModel settings, Function<String, Optional<ShownImages>> find) {
        this.way = settings.way();
        this.find = find;
    }

    /** The messages with the images in place; the same list if there are none. */
    public List<ChatMessage> in(List<ChatMessage> messages) {
        if (messages.stream().noneMatch(message -> images(message).isPresent())) {
            return messages;
        }
        List<ChatMessage> placed = new ArrayList<>();
        List<ImageContent> waiting = new ArrayList<>();
        for (ChatMessage message : messages) {
            if (!(message instanceof ToolExecutionResultMessage)) {
                flush(waiting, placed);
            }
            Optional<ShownImages.Shown> shown = images(message);
            placed.add(shown.map(images -> result((ToolExecutionResultMessage) message, images))
                    .orElse(message));
            if (way == ImagesToModel.Way.USER_MESSAGE) {
                shown.ifPresent(images -> waiting.addAll(images.images()));
            }
        }
        flush(waiting, placed);
        return placed;
    }

    private Optional<ShownImages.Shown> images(ChatMessage message) {
        return message instanceof ToolExecutionResultMessage result
                        && result.hasSingleText()
                        && result.attributes().get(ShownImages.ATTRIBUTE) instanceof String key
                ? find.apply(key).flatMap(images -> images.find(key))
                : Optional.empty();
    }

    /** A single text, even with images: some providers lose the others. */
    private ChatMessage result(ToolExecutionResultMessage result, ShownImages.Shown shown) {
        List<Content> contents = new ArrayList<>();
        contents.add(TextContent.from(result.text() + "\n" + shown.note()));
        if (way == ImagesToModel.Way.TOOL_RESULT) {
            contents.addAll(shown.images());
        }
        Map<String, Object> attributes = new HashMap<>(result.attributes());
        attributes.remove(ShownImages.ATTRIBUTE);
        return ToolExecutionResultMessage.builder()
                .id(result.id())
                .toolName(result.toolName())
                .contents(contents)
                .isError(result.isError())
                .attributes(attributes)
                .build();
    }

    private static void flush(List<ImageContent> waiting, List<ChatMessage> placed) {
        if (!waiting.isEmpty()) {
            List<Content> contents = new ArrayList<>(List.of(TextContent.from(NOT_THE_USERS)));
            contents.addAll(waiting);
            placed.add(UserMessage.from(contents));
            waiting.clear();
        }
    }
}
