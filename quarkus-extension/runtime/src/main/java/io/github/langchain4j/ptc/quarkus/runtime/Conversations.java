package io.github.langchain4j.ptc.quarkus.runtime;

import dev.langchain4j.memory.ChatMemory;
import dev.langchain4j.service.memory.ChatMemoryService;
import io.quarkiverse.langchain4j.runtime.aiservice.QuarkusAiServiceContext;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The chat memories of a service, which tell when a conversation is over: Quarkus clears them when the scope of the service
 * ends, and an application may remove them. Thread-safe.
 */
final class Conversations extends ChatMemoryService {

    /** A memory that has no id of its own; equal only to itself. */
    private record Nameless(ChatMemory memory) {

        @Override
        public boolean equals(Object other) {
            return other instanceof Nameless nameless && nameless.memory == memory;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(memory);
        }
    }

    private final ChatMemoryService memories;
    private final Map<Object, Runnable> endings = new ConcurrentHashMap<>();

    private Conversations(ChatMemoryService memories) {
        super(memories::getOrCreateChatMemory);
        this.memories = memories;
    }

    /** Those of a service, put before its memories when asked for the first time. */
    static Conversations of(QuarkusAiServiceContext service) {
        synchronized (service) {
            if (service.chatMemoryService instanceof Conversations known) {
                return known;
            }
            Conversations conversations = new Conversations(service.chatMemoryService);
            service.chatMemoryService = conversations;
            return conversations;
        }
    }

    /**
     * The name of a conversation that no other has: services that are built by hand, with a chat memory each, have the same
     * memory id.
     */
    Object name(Object memoryId) {
        return DEFAULT.equals(memoryId) ? new Nameless(getOrCreateChatMemory(memoryId)) : memoryId;
    }

    /** Has something done when the memory of a conversation is cleared or removed; in place of what was to be done before. */
    void whenOver(Object memoryId, Runnable ending) {
        endings.put(memoryId, ending);
    }

    /** A conversation is over. */
    void over(Object memoryId) {
        Runnable ending = endings.remove(memoryId);
        if (ending != null) {
            ending.run();
        }
    }

    @Override
    public ChatMemory getOrCreateChatMemory(Object memoryId) {
        return memories.getOrCreateChatMemory(memoryId);
    }

    @Override
    public ChatMemory getChatMemory(Object memoryId) {
        return memories.getChatMemory(memoryId);
    }

    @Override
    public ChatMemory evictChatMemory(Object memoryId) {
        ChatMemory evicted = memories.evictChatMemory(memoryId);
        over(memoryId);
        return evicted;
    }

    @Override
    public void clearAll() {
        memories.clearAll();
        endings.keySet().forEach(this::over);
    }

    @Override
    public Collection<Object> getChatMemoryIDs() {
        return memories.getChatMemoryIDs();
    }

    @Override
    public Collection<ChatMemory> getChatMemories() {
        return memories.getChatMemories();
    }
}
