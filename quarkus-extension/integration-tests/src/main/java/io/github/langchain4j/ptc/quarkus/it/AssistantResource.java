package io.github.langchain4j.ptc.quarkus.it;

import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;

@Path("/assistant")
public class AssistantResource {

    private final Assistant assistant;

    public AssistantResource(Assistant assistant) {
        this.assistant = assistant;
    }

    @POST
    public String chat(String question) {
        return assistant.chat(question);
    }
}
