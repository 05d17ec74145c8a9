package io.github.langchain4j.ptc.anthropic;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.langchain4j.ptc.anthropic.backing.ModelDescription;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** Models in the shape of the API; all on one page. */
final class ModelList {

    private ModelList() {}

    static ObjectNode of(List<ModelDescription> models) {
        ObjectNode list = JsonNodeFactory.instance.objectNode();
        models.forEach(model -> list.withArray("data").add(of(model)));
        list.withArray("data");
        list.put("has_more", false);
        list.put("first_id", models.isEmpty() ? null : models.get(0).id());
        return list.put(
                "last_id",
                models.isEmpty() ? null : models.get(models.size() - 1).id());
    }

    static ObjectNode of(ModelDescription model) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("type", "model")
                .put("id", model.id())
                .put("display_name", model.displayName())
                .put(
                        "created_at",
                        model.createdAt().truncatedTo(ChronoUnit.SECONDS).toString());
    }
}
