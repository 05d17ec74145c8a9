package io.github.langchain4j.ptc.samples.expense.web;

import java.util.Map;

/**
 * Something that the page shows.
 *
 * @param name what kind of thing
 * @param data about it
 */
record AuditEvent(String name, Map<String, ?> data) {}
