package io.github.langchain4j.ptc.quarkus.runtime.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.langchain4j.ptc.engine.Limits;
import io.github.langchain4j.ptc.engine.WarmSandbox;
import io.github.langchain4j.ptc.sandbox.Deadline;
import io.github.langchain4j.ptc.sandbox.Interpreter;
import io.github.langchain4j.ptc.sandbox.InterpreterSpec;
import io.github.langchain4j.ptc.sandbox.Sandbox;
import io.github.langchain4j.ptc.sandbox.SandboxTraits;
import io.github.langchain4j.ptc.sandbox.SandboxUnavailableException;
import io.github.langchain4j.ptc.sandbox.TrustLevel;
import java.util.Map;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SandboxShelfTest {

    private final SandboxShelf shelf = new SandboxShelf();
    private final Recorded recorded = new Recorded();
    private final OpenSandbox sandbox = open(recorded);

    @Test
    void aSandboxIsKeptForTheSameSettings() {
        shelf.put("a", "settings", sandbox);
        shelf.keepOnly(Map.of("a", "settings", "b", "other"));
        assertThat(shelf.take("a", "settings")).containsSame(sandbox);
        assertThat(recorded.closed).isFalse();
    }

    @Test
    void aSandboxIsHandedOutOnce() {
        shelf.put("a", "settings", sandbox);
        shelf.take("a", "settings");
        assertThat(shelf.take("a", "settings")).isEmpty();
    }

    @Test
    void aSandboxWithOtherSettingsIsClosedWhenTheNextIsOpened() {
        shelf.put("a", "settings", sandbox);
        assertThat(shelf.take("a", "other settings")).isEmpty();
        assertThat(recorded.closed).isTrue();
    }

    @Test
    void aSandboxThatIsNoLongerInTheConfigurationIsClosedAtTheStart() {
        shelf.put("a", "settings", sandbox);
        shelf.keepOnly(Map.of("b", "settings"));
        assertThat(recorded.closed).isTrue();
    }

    @Test
    void whatIsKeptIsClosedWithTheShelf() {
        shelf.put("a", "settings", sandbox);
        shelf.close();
        assertThat(recorded.closed).isTrue();
    }

    @Test
    void whatComesAfterTheShelfWasClosedIsClosed() {
        shelf.close();
        shelf.put("a", "settings", sandbox);
        assertThat(recorded.closed).isTrue();
        assertThat(shelf.take("a", "settings")).isEmpty();
    }

    @Test
    void outsideOfDevModeThereIsNoShelf() {
        assertThat(SandboxShelf.ofDevMode()).isEmpty();
    }

    private static OpenSandbox open(Sandbox sandbox) {
        ThreadPoolExecutor starters = new ThreadPoolExecutor(0, 1, 1, TimeUnit.SECONDS, new SynchronousQueue<>());
        return new OpenSandbox(new WarmSandbox(sandbox, Limits.DEFAULT.interpreter(), 0, 1, starters), starters, true);
    }

    /** Remembers whether it was closed. */
    private static final class Recorded implements Sandbox {

        private boolean closed;

        @Override
        public SandboxTraits traits() {
            return new SandboxTraits("recorded", TrustLevel.NONE, false, false, false, "");
        }

        @Override
        public Interpreter start(InterpreterSpec spec, Deadline by) {
            throw new SandboxUnavailableException("No interpreter is needed");
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
