package io.github.langchain4j.ptc.samples.expense.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The events of one run, as they came over HTTP. */
record Events(List<Event> events) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    /** One of them. */
    record Event(String name, JsonNode data) {}

    /** Asks, and waits for the end. */
    static Events of(URI address, String body) throws IOException, InterruptedException {
        return read(post(address, "application/json", body));
    }

    /** Asks, and does not wait. */
    static CompletableFuture<Events> later(URI address, String body) {
        return CLIENT.sendAsync(request(address, "application/json", body), BodyHandlers.ofString())
                .thenApply(Events::read);
    }

    static HttpResponse<String> post(URI address, String type, String body) throws IOException, InterruptedException {
        return CLIENT.send(request(address, type, body), BodyHandlers.ofString());
    }

    static JsonNode get(URI address) throws IOException, InterruptedException {
        return JSON.readTree(CLIENT.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString())
                .body());
    }

    private static HttpRequest request(URI address, String type, String body) {
        return HttpRequest.newBuilder(address)
                .header("Content-Type", type)
                .POST(BodyPublishers.ofString(body))
                .build();
    }

    private static Events read(HttpResponse<String> response) {
        if (response.statusCode() != 200) {
            throw new AssertionError(response.statusCode() + ": " + response.body());
        }
        List<Event> events = new ArrayList<>();
        String name = "";
        try {
            for (String line : response.body().lines().toList()) {
                if (line.startsWith("event:")) {
                    name = line.substring("event:".length());
                } else if (line.startsWith("data:")) {
                    events.add(new Event(name, JSON.readTree(line.substring("data:".length()))));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Events(events);
    }

    List<String> names() {
        return events.stream().map(Event::name).toList();
    }

    /** The data of all events of a name. */
    List<JsonNode> all(String name) {
        return events.stream()
                .filter(event -> event.name().equals(name))
                .map(Event::data)
                .toList();
    }

    /** The position of an event of the same call. */
    int at(String name, JsonNode call) {
        for (int i = 0; i < events.size(); i++) {
            if (events.get(i).name().equals(name)
                    && events.get(i).data().path("id").equals(call.path("id"))) {
                return i;
            }
        }
        throw new AssertionError("There is no " + name + " of " + call);
    }

    /** The last count of one of the two ways to ask. */
    JsonNode tokens(String arm) {
        return all("tokens").stream()
                .filter(tokens -> tokens.path("arm").textValue().equals(arm))
                .reduce((earlier, later) -> later)
                .orElseThrow();
    }
}
