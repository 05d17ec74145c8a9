package io.github.langchain4j.ptc.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.langchain4j.ptc.protocol.FrameMailbox;
import io.github.langchain4j.ptc.protocol.ProtocolException;
import io.github.langchain4j.ptc.sandbox.Deadline;
import io.github.langchain4j.ptc.sandbox.Death;
import io.github.langchain4j.ptc.sandbox.Frame;
import io.github.langchain4j.ptc.sandbox.Interpreter;
import io.github.langchain4j.ptc.sandbox.InterpreterDiedException;
import io.github.langchain4j.ptc.sandbox.InterpreterSpec;
import io.github.langchain4j.ptc.sandbox.KillReason;
import io.github.langchain4j.ptc.sandbox.Sandbox;
import io.github.langchain4j.ptc.sandbox.SandboxTraits;
import io.github.langchain4j.ptc.sandbox.SandboxUnavailableException;
import io.github.langchain4j.ptc.sandbox.TrustLevel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A sandbox whose "runner" is a lambda: it can say what a hostile one could, at exactly the wrong time. */
final class ScriptedSandbox implements Sandbox {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Reacts to a message of the host. */
    interface Script {

        void heard(JsonNode message, Puppet self);
    }

    final List<Puppet> started = new CopyOnWriteArrayList<>();
    final AtomicInteger asked = new AtomicInteger();
    volatile RuntimeException failure;
    private final Script script;
    private final boolean stepped;

    ScriptedSandbox(Script script) {
        this(script, false);
    }

    ScriptedSandbox(Script script, boolean stepped) {
        this.script = script;
        this.stepped = stepped;
    }

    @Override
    public SandboxTraits traits() {
        return new SandboxTraits("scripted", TrustLevel.NONE, stepped, false, false, "");
    }

    @Override
    public Interpreter start(InterpreterSpec spec, Deadline by) throws SandboxUnavailableException {
        asked.incrementAndGet();
        if (failure != null) {
            throw failure;
        }
        Puppet puppet = new Puppet(script);
        started.add(puppet);
        puppet.say("{'t':'hello','protocol':1,'python':'3','features':[]}");
        return puppet;
    }

    @Override
    public void close() {
        started.forEach(Interpreter::close);
    }

    static final class Puppet implements Interpreter {

        final List<JsonNode> heard = new CopyOnWriteArrayList<>();
        /** How much was heard when nothing more was to come for the time being. */
        final List<Integer> flushes = new CopyOnWriteArrayList<>();

        volatile Duration serviceTime = Duration.ZERO;
        private final FrameMailbox mailbox = new FrameMailbox(1 << 20);
        private final Script script;

        Puppet(Script script) {
            this.script = script;
        }

        /** Sends a message to the host; single quotes stand for double ones. */
        void say(String json) {
            sayRaw(0, json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
        }

        void sayRaw(int type, byte[] payload) {
            try {
                mailbox.put(type, payload);
            } catch (ProtocolException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        void end(String description) {
            mailbox.die(new Death(null, description));
        }

        /** It is over, but what is left of it is still being removed. */
        void beginToEnd(String description) {
            mailbox.end(new Death(null, description));
        }

        @Override
        public boolean hasEnded() {
            return mailbox.death() != null;
        }

        @Override
        public void send(Frame frame, Deadline by) throws InterpreterDiedException {
            if (mailbox.death() != null) {
                throw new InterpreterDiedException(mailbox.death());
            }
            JsonNode message;
            try {
                message = JSON.readTree(frame.payload());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            heard.add(message);
            if (message.path("t").asText().equals("setup")) {
                say("{'t':'ready'}");
            } else {
                script.heard(message, this);
            }
        }

        @Override
        public void flush() {
            flushes.add(heard.size());
        }

        @Override
        public Duration serviceTime() {
            return serviceTime;
        }

        @Override
        public Frame receive(Deadline by) throws InterpreterDiedException, InterruptedException {
            return mailbox.take(by);
        }

        @Override
        public CompletionStage<Death> died() {
            return mailbox.died();
        }

        @Override
        public void kill(KillReason why) {
            mailbox.die(new Death(why, "killed: " + why));
        }

        @Override
        public void close() {
            kill(KillReason.CLOSED);
        }
    }
}
