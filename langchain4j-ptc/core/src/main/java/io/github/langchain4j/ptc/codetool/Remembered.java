package io.github.langchain4j.ptc.codetool;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The values of the keys that were asked for last: for what takes long to make, is the same nearly every time, and must
 * not grow. Thread-safe; two threads may make the same value at once.
 *
 * @param <K> a good key of hash maps
 * @param <V> immutable
 */
public final class Remembered<K, V> {

    private final int most;
    private final Map<K, V> values = new LinkedHashMap<>(16, 0.75f, true); // guarded by itself; longest unused first

    /** @param most values that are kept */
    public Remembered(int most) {
        this.most = most;
    }

    /** The value of a key, made if it is not known. */
    public V get(K key, Function<K, V> make) {
        synchronized (values) {
            V known = values.get(key);
            if (known != null) {
                return known;
            }
        }
        V made = make.apply(key);
        synchronized (values) {
            values.put(key, made);
            if (values.size() > most) {
                values.remove(values.keySet().iterator().next());
            }
        }
        return made;
    }

    /** All that is remembered now. */
    public List<V> values() {
        synchronized (values) {
            return List.copyOf(values.values());
        }
    }
}
