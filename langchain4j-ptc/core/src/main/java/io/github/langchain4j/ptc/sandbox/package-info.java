/**
 * The service provider interface of the sandboxes: what starts isolated Python interpreters and moves frames to and
 * from them, and nothing more. Depends on no other package of this library.
 */
package io.github.langchain4j.ptc.sandbox;
