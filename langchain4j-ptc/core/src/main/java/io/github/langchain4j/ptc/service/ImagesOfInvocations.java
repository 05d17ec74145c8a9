package io.github.langchain4j.ptc.service;

import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import io.github.langchain4j.ptc.codetool.ImagePlacement;
import io.github.langchain4j.ptc.codetool.ImagesToModel;
import io.github.langchain4j.ptc.codetool.ShownImages;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.WeakHashMap;

/**
 * The images of all invocations that are under way. The model of a service is not told whose request it gets, but results
 * name their images. They are held by the invocations alone, so that they go with them. Thread-safe.
 */
final class ImagesOfInvocations {

    private final Set<ShownImages> all = Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

    /** For the images of a new invocation. */
    ShownImages begin(ImagesToModel settings) {
        ShownImages images = new ShownImages(settings);
        if (settings.way() != ImagesToModel.Way.NONE) {
            all.add(images);
        }
        return images;
    }

    /** The request with the images that its results name. */
    ChatRequest in(ChatRequest request, ImagesToModel settings) {
        if (settings.way() == ImagesToModel.Way.NONE) {
            return request;
        }
        List<ChatMessage> placed = new ImagePlacement(settings, this::find).in(request.messages());
        return placed.equals(request.messages())
                ? request
                : request.toBuilder().messages(placed).build();
    }

    private Optional<ShownImages> find(String key) {
        synchronized (all) {
            return all.stream().filter(images -> images.has(key)).findFirst();
        }
    }
}
