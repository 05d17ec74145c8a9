package io.github.langchain4j.ptc.quarkus.runtime.dev;

/**
 * A program in the list.
 *
 * @param id names it; increasing
 * @param service the name of the AI service's interface
 * @param method of it
 * @param memoryId whose conversation it is part of; empty if it is of none
 * @param ticket names what was asked for in the Dev UI; empty if a model wrote it
 * @param session identifies the session
 * @param number of the program in it, from 1
 * @param startedAt milliseconds since the epoch
 * @param running whether it has not ended
 * @param succeeded whether it ran to its end without an error
 * @param ending how it ended: the simple name of the outcome
 * @param millis it took, or has taken so far
 * @param calls of tools
 * @param failedCalls of them failed or were refused
 * @param toolTokens estimated tokens of what the tools returned
 * @param modelTokens estimated tokens of what the model got to read
 * @param beginning of its code
 */
record RunSummary(
        long id,
        String service,
        String method,
        String memoryId,
        String ticket,
        String session,
        int number,
        long startedAt,
        boolean running,
        boolean succeeded,
        String ending,
        long millis,
        int calls,
        int failedCalls,
        int toolTokens,
        int modelTokens,
        String beginning) {}
