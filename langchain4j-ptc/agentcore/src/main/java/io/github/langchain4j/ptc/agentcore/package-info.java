/**
 * The sandbox on Amazon Bedrock AgentCore Code Interpreter: each interpreter is a session of the service, stepped through
 * requests that execute code in it, see {@link io.github.langchain4j.ptc.agentcore.AgentCoreSandbox}. Depends on
 * {@code sandbox} and {@code protocol} of the core and on the AWS SDK.
 */
package io.github.langchain4j.ptc.agentcore;
