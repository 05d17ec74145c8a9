/**
 * An emulator of the wire protocol of Amazon Bedrock AgentCore Code Interpreter, for tests: see
 * {@link io.github.langchain4j.ptc.testkit.agentcore.AgentCoreEmulator}. It is not AWS, and depends on nothing of AWS but
 * the encoding of event streams.
 */
package io.github.langchain4j.ptc.testkit.agentcore;
