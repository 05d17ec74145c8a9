package io.github.langchain4j.ptc.codetool;

import dev.langchain4j.data.message.ImageContent;
import io.github.langchain4j.ptc.engine.OutputFile;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The images that the model is to see while it answers one question. They are kept here and not in messages: a result has
 * an attribute that names its images, and only in the request for the model they are put in place. So no chat memory,
 * store or event ever holds them. Thread-safe.
 */
public final class ShownImages {

    /** The attribute of a result that names its images. */
    static final String ATTRIBUTE = "ptc_images";

    private static final int NAME = 200;
    private static final int NOTE = 1_000;

    /**
     * Images of one program.
     *
     * @param note says which they are, and which are not shown
     * @param images to show, perhaps none
     */
    record Shown(String note, List<ImageContent> images) {}

    private final ImagesToModel settings;
    private final Map<String, Shown> programs = new ConcurrentHashMap<>();
    private int left; // guarded by this

    /** @param settings see there */
    public ShownImages(ImagesToModel settings) {
        this.settings = settings;
        this.left = settings.images();
    }

    /**
     * Keeps the images of a program that ended.
     *
     * @return attributes for the result of the code tool; empty if there is nothing to show
     */
    public Map<String, Object> keep(CodeRun.Finished program) {
        if (settings.way() == ImagesToModel.Way.NONE || program.result().failed()) {
            return Map.of();
        }
        List<ImageContent> images = new ArrayList<>();
        List<String> shown = new ArrayList<>();
        List<String> notShown = new ArrayList<>();
        for (OutputFile file : program.report().files()) {
            Optional<String> type = file.imageType();
            if (type.isEmpty()) {
                continue;
            }
            Optional<String> reason = refusal(file);
            String name = MiddleCut.of(file.path(), NAME);
            if (reason.isPresent()) {
                notShown.add(name + " (" + reason.get() + ")");
            } else {
                shown.add(name);
                String content = Base64.getEncoder().encodeToString(file.content());
                // Details: the default makes the labels of charts unreadable with some providers.
                images.add(ImageContent.from(content, type.get(), ImageContent.DetailLevel.AUTO));
            }
        }
        return shown.isEmpty() && notShown.isEmpty() ? Map.of() : kept(new Shown(note(shown, notShown), images));
    }

    private Map<String, Object> kept(Shown shown) {
        String key = UUID.randomUUID().toString();
        programs.put(key, shown);
        return Map.of(ATTRIBUTE, key);
    }

    private synchronized Optional<String> refusal(OutputFile file) {
        if (file.content().length > settings.imageBytes()) {
            return Optional.of(String.format(Locale.ROOT, "larger than %,d bytes", settings.imageBytes()));
        }
        if (left == 0) {
            return Optional.of("too many images");
        }
        left--;
        return Optional.empty();
    }

    private static String note(List<String> shown, List<String> notShown) {
        List<String> parts = new ArrayList<>();
        if (!shown.isEmpty()) {
            parts.add("Images shown to you, in this order: " + String.join(", ", shown));
        }
        if (!notShown.isEmpty()) {
            parts.add("Images not shown to you: " + String.join(", ", notShown));
        }
        return MiddleCut.of(String.join("\n", parts), NOTE);
    }

    /** The images of a result, by its attribute. */
    Optional<Shown> find(String key) {
        return Optional.ofNullable(programs.get(key));
    }

    /** The question is answered: nothing is shown any more. */
    public void end() {
        programs.clear();
    }

    /** Whether a name is one of these. */
    public boolean has(String key) {
        return programs.containsKey(key);
    }
}
