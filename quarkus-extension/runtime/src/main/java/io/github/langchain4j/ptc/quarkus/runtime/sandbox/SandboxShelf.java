package io.github.langchain4j.ptc.quarkus.runtime.sandbox;

import io.quarkus.dev.console.DevConsoleManager;
import io.quarkus.runtime.LaunchMode;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Keeps open sandboxes in dev mode while the application is stopped, changed and started again, with their interpreters
 * that are ready and, for the embedded one, its memory image. Thread-safe.
 *
 * <p>Dev mode drops the class loader of the application at each reload, and with it all that application classes refer
 * to. The shelf is therefore kept by Quarkus' {@link DevConsoleManager}, which is loaded once for all of them, in a
 * reference that the extension's build steps put there and empty when dev mode ends. Neither the shelf nor what is on it
 * may refer to the application: it has nothing but words for the settings, and sandboxes whose classes stay when the
 * application goes. Those of a library always do; those of a module that is itself reloaded do not, and a sandbox of
 * them is closed with the application. So is the application's own bean.
 */
public final class SandboxShelf implements AutoCloseable {

    /** The global of {@link DevConsoleManager} that refers to the shelf: an {@code AtomicReference<AutoCloseable>}. */
    public static final String PLACE = SandboxShelf.class.getName();

    /** An open sandbox and the settings that it was opened with. */
    private record Kept(String settings, OpenSandbox sandbox) {}

    private final Map<String, Kept> kept = new HashMap<>(); // guarded by this; by name
    private boolean closed; // guarded by this

    SandboxShelf() {}

    /** The shelf of this dev mode; in all other modes there is none. */
    static Optional<SandboxShelf> ofDevMode() {
        if (LaunchMode.current() != LaunchMode.DEVELOPMENT || goesWithTheApplication(SandboxShelf.class)) {
            return Optional.empty();
        }
        Object global = DevConsoleManager.getGlobal(PLACE);
        if (!(global instanceof AtomicReference<?>)) {
            return Optional.empty();
        }
        @SuppressWarnings("unchecked")
        AtomicReference<Object> place = (AtomicReference<Object>) global;
        if (place.get() instanceof SandboxShelf shelf) {
            return Optional.of(shelf);
        }
        SandboxShelf shelf = new SandboxShelf();
        place.set(shelf);
        return Optional.of(shelf);
    }

    /** Whether a class is loaded anew when the application is reloaded. */
    static boolean goesWithTheApplication(Class<?> type) {
        return type.getClassLoader() == Thread.currentThread().getContextClassLoader();
    }

    /**
     * Takes a sandbox off the shelf. One with this name and other settings is closed.
     *
     * @param settings as they were given to {@link #put}
     */
    synchronized Optional<OpenSandbox> take(String name, String settings) {
        Kept found = kept.remove(name);
        if (found == null) {
            return Optional.empty();
        }
        if (found.settings().equals(settings)) {
            return Optional.of(found.sandbox());
        }
        found.sandbox().close();
        return Optional.empty();
    }

    /** Puts a sandbox on the shelf, which nobody uses any more; closes it if the shelf is closed. */
    synchronized void put(String name, String settings, OpenSandbox sandbox) {
        Kept replaced = closed ? new Kept(settings, sandbox) : kept.put(name, new Kept(settings, sandbox));
        if (replaced != null) {
            replaced.sandbox().close();
        }
    }

    /** Closes what nobody will take, as its settings have changed or gone. */
    synchronized void keepOnly(Map<String, String> settings) {
        kept.entrySet().removeIf(entry -> {
            boolean stale = !entry.getValue().settings().equals(settings.get(entry.getKey()));
            if (stale) {
                entry.getValue().sandbox().close();
            }
            return stale;
        });
    }

    /** Closes all sandboxes on it; those that are put there later are closed at once. */
    @Override
    public synchronized void close() {
        closed = true;
        kept.values().forEach(entry -> entry.sandbox().close());
        kept.clear();
    }
}
