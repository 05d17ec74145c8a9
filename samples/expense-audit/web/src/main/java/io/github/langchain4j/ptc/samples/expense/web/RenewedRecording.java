package io.github.langchain4j.ptc.samples.expense.web;

import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import io.github.langchain4j.ptc.samples.expense.recording.RecordedChatModel;
import io.github.langchain4j.ptc.samples.expense.recording.Recording;
import io.github.langchain4j.ptc.samples.expense.recording.RecordingChatModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** Gives the recorded answers whatever it is asked, and writes down what that was. For one conversation. */
final class RenewedRecording implements ChatModel {

    private final String name;
    private final RecordingChatModel model;
    private final Path folder;

    RenewedRecording(String name, Recording recording, Path folder) {
        this.name = name;
        this.model = new RecordingChatModel(RecordedChatModel.answersOnly(name, recording));
        this.folder = folder;
    }

    @Override
    public ChatResponse doChat(ChatRequest request) {
        ChatResponse response = model.chat(request);
        try {
            model.recording().save(folder, name);
        } catch (IOException e) {
            throw new UncheckedIOException("The recording cannot be written to " + folder, e);
        }
        return response;
    }
}
