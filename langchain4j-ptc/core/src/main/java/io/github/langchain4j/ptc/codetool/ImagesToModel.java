package io.github.langchain4j.ptc.codetool;

import dev.langchain4j.data.message.ImageContent;
import io.github.langchain4j.ptc.engine.OutputFile;
import java.util.Objects;

/**
 * Whether and how the model gets to see the images that its programs leave, such as figures of matplotlib. Only for models
 * that take images, others fail when they get one. Immutable.
 *
 * <p>What counts as an image is said by {@link OutputFile#imageType()}. Images are shown while the question is answered
 * in which they were made; the text of the result, which lists the files, is all that is remembered of them afterwards.
 * Of a program that failed, none are shown.
 *
 * @param way where in the messages for the model they are
 * @param images the most for one question; further ones are only named (10)
 * @param imageBytes the most that one may have; larger ones are only named (2 MiB)
 */
public record ImagesToModel(Way way, int images, int imageBytes) {

    private static final int IMAGES = 10;
    private static final int IMAGE_BYTES = 2 << 20;

    /** Where images are. */
    public enum Way {

        /** Nowhere. */
        NONE,

        /** In the result of the code tool, as {@link ImageContent} after its text. */
        TOOL_RESULT,

        /** In a user message of their own after the results, which says that they are not the user's. */
        USER_MESSAGE
    }

    /** The model sees no images. */
    public static final ImagesToModel NONE = new ImagesToModel(Way.NONE, IMAGES, IMAGE_BYTES);

    /** @throws IllegalArgumentException naming what is out of range */
    public ImagesToModel {
        Objects.requireNonNull(way, "way");
        if (images < 1) {
            throw new IllegalArgumentException("images must be at least 1, but is " + images);
        }
        if (imageBytes < 1) {
            throw new IllegalArgumentException("imageBytes must be at least 1, but is " + imageBytes);
        }
    }

    /**
     * In the results of the code tool, where they belong. Possible where the provider's API and its LangChain4j module
     * take images there: Anthropic, Amazon Bedrock, Gemini and OpenAI's Responses API; others refuse the request.
     */
    public static ImagesToModel inToolResults() {
        return new ImagesToModel(Way.TOOL_RESULT, IMAGES, IMAGE_BYTES);
    }

    /**
     * In a user message after the results: possible with all models that take images in user messages, such as those
     * behind OpenAI's Chat Completions API and Ollama; not with Mistral's API, which wants no user message there.
     */
    public static ImagesToModel inUserMessages() {
        return new ImagesToModel(Way.USER_MESSAGE, IMAGES, IMAGE_BYTES);
    }

    @Override
    public String toString() {
        return way == Way.NONE ? "NONE" : way + ", " + images + " images of " + imageBytes + " bytes";
    }

    /** The same with so many images for one question. */
    public ImagesToModel images(int most) {
        return new ImagesToModel(way, most, imageBytes);
    }

    /** The same with images of so many bytes. */
    public ImagesToModel imageBytes(int most) {
        return new ImagesToModel(way, images, most);
    }
}
