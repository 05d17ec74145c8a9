package io.github.langchain4j.ptc.catalog;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** The definitions that the types of a catalogue refer to. Filled while a catalogue is built, only read afterwards. */
final class TypeTable {

    private final Map<String, TypeDefinition> definitions = new LinkedHashMap<>();
    private final Set<String> open = new LinkedHashSet<>();

    /** The reference to a definition, which is made when nobody has asked for it before. */
    PythonType.Ref define(String key, Supplier<TypeDefinition> maker) {
        // A key that is still open is being defined further up the stack: the type is recursive.
        if (!definitions.containsKey(key) && open.add(key)) {
            TypeDefinition definition = maker.get();
            definitions.put(key, definition);
            open.remove(key);
        }
        return new PythonType.Ref(key);
    }

    boolean contains(String key) {
        return definitions.containsKey(key);
    }

    TypeDefinition get(PythonType.Ref ref) {
        return definitions.get(ref.key());
    }

    Collection<TypeDefinition> all() {
        return Collections.unmodifiableCollection(definitions.values());
    }
}
