package io.github.langchain4j.ptc.engine;

import io.github.langchain4j.ptc.protocol.ProtocolException;
import io.github.langchain4j.ptc.protocol.RunnerMessage;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Puts the files of a program's output folder together from their chunks. Used by one thread at a time. */
final class IncomingFiles {

    private final int maxFiles;
    private final long maxBytes;
    private final Map<Integer, Pending> pending = new HashMap<>();
    private final List<OutputFile> complete = new ArrayList<>();
    private int files;
    private long bytes;

    private record Pending(String path, long size, ByteArrayOutputStream content) {}

    IncomingFiles(Limits limits) {
        maxFiles = limits.outputFiles();
        maxBytes = limits.outputFileBytes();
    }

    void start(RunnerMessage.FileStart file) throws ProtocolException {
        if (++files > maxFiles) {
            throw new ProtocolException("more than " + maxFiles + " files");
        }
        if (file.size() < 0 || file.size() > maxBytes - bytes) {
            throw new ProtocolException("files of more than " + maxBytes + " bytes");
        }
        if (!SafePath.matches(file.path())) {
            throw new ProtocolException("a file whose path is not safe to use");
        }
        Pending started = new Pending(file.path(), file.size(), new ByteArrayOutputStream());
        bytes += file.size();
        if (pending.putIfAbsent(file.stream(), started) != null) {
            throw new ProtocolException("a second file on one stream");
        }
        completeIfWhole(file.stream(), started);
    }

    void chunk(RunnerMessage.Chunk chunk) throws ProtocolException {
        Pending file = pending.get(chunk.stream());
        if (file == null || file.content.size() + (long) chunk.bytes().length > file.size) {
            throw new ProtocolException("bytes that belong to no file");
        }
        file.content.writeBytes(chunk.bytes());
        completeIfWhole(chunk.stream(), file);
    }

    private void completeIfWhole(int stream, Pending file) {
        if (file.content.size() == file.size) {
            pending.remove(stream);
            complete.add(new OutputFile(file.path, file.content.toByteArray()));
        }
    }

    /** The files that came whole. */
    List<OutputFile> complete() {
        return List.copyOf(complete);
    }
}
