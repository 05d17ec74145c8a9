package io.github.langchain4j.ptc.samples.expense;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;

/**
 * One call of a tool by a program.
 *
 * @param tool its name
 * @param arguments by name
 * @param outcome {@code ok}, or what went wrong
 * @param start since the program's start
 * @param duration of the call
 * @param resultBytes size of what the tool returned
 */
record ToolCall(String tool, JsonNode arguments, String outcome, Duration start, Duration duration, long resultBytes) {}
