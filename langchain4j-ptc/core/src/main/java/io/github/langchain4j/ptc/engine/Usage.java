package io.github.langchain4j.ptc.engine;

import java.time.Duration;

/**
 * What a program used.
 *
 * @param wallTime from start to end, without suspensions
 * @param computeTime the part of it in which the program could run
 * @param toolCalls calls of tools
 * @param outputBytes bytes printed, in UTF-8
 */
public record Usage(Duration wallTime, Duration computeTime, int toolCalls, long outputBytes) {}
