package io.github.langchain4j.ptc.program;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Several listeners, none of which can disturb a program. Immutable. */
final class Listeners {

    private static final Logger LOG = LoggerFactory.getLogger(Listeners.class);

    private final List<PtcListener> listeners;

    Listeners(List<PtcListener> listeners) {
        this.listeners = List.copyOf(listeners);
    }

    /** These, and then others. */
    Listeners and(List<PtcListener> others) {
        List<PtcListener> all = new ArrayList<>(listeners);
        all.addAll(others);
        return new Listeners(all);
    }

    void tell(Consumer<PtcListener> news) {
        for (PtcListener listener : listeners) {
            try {
                news.accept(listener);
            } catch (RuntimeException e) {
                LOG.warn("A listener of class {} failed", listener.getClass().getName(), e);
            }
        }
    }
}
