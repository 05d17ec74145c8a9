/**
 * Programs that models write into the text of their replies instead of calling the code tool: finding them, and keeping
 * them out of a stream. Knows text alone; depends on no other package of the library.
 */
package io.github.langchain4j.ptc.written;
