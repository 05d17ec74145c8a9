package io.github.langchain4j.ptc.catalog;

import java.util.List;

/**
 * A dict with known keys.
 *
 * @param key identifies it in its {@link TypeTable}
 * @param origin what it was made of; definitions of one origin that look the same are written once
 * @param name how the stubs call it, if nothing else has the name
 * @param qualifier what is put before the name if something else has it
 * @param comment what it is; may be empty
 * @param fields in a stable order
 * @param open whether more keys may occur than are listed
 */
record TypeDefinition(
        String key, String origin, String name, String qualifier, String comment, List<Field> fields, boolean open) {

    /**
     * A key of the dict.
     *
     * @param required whether an argument must have it
     * @param mayBeAbsent whether a result may come without it
     * @param comment what it is; may be empty
     */
    record Field(String name, PythonType type, boolean required, boolean mayBeAbsent, String comment) {}

    TypeDefinition {
        fields = List.copyOf(fields);
    }
}
