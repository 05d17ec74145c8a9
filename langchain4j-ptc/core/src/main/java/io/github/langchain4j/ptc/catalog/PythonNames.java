package io.github.langchain4j.ptc.catalog;

import java.text.Normalizer;
import java.util.Set;

/** Makes Python identifiers of names. */
final class PythonNames {

    private static final Set<String> KEYWORDS = Set.of(
            ("False None True and as assert async await break class continue def del elif else except finally for from"
                            + " global if import in is lambda nonlocal not or pass raise return try while with yield")
                    .split(" "));

    /** What a program must be able to use beside the tools: builtins of Python 3.9 to 3.14 and what is bound ahead. */
    private static final Set<String> TAKEN = Set.of(
            ("abs aiter all anext any ascii bin bool breakpoint bytearray bytes callable chr classmethod compile complex"
                            + " copyright credits delattr dict dir divmod enumerate eval exec exit filter float format"
                            + " frozenset getattr globals hasattr hash help hex id input int isinstance issubclass iter"
                            + " len license list locals map max memoryview min next object oct open ord pow print"
                            + " property quit range repr reversed round set setattr slice sorted staticmethod str sum"
                            + " super tuple type vars zip Exception BaseException ExceptionGroup BaseExceptionGroup"
                            + " ArithmeticError AssertionError AttributeError EOFError FileNotFoundError"
                            + " GeneratorExit IOError ImportError IndexError KeyError KeyboardInterrupt LookupError"
                            + " MemoryError NameError NotImplemented NotImplementedError OSError OverflowError"
                            + " PermissionError RecursionError RuntimeError RuntimeWarning StopAsyncIteration"
                            + " StopIteration SyntaxError SystemExit TimeoutError TypeError UnicodeError"
                            + " UnicodeDecodeError UnicodeEncodeError UserWarning ValueError Warning ZeroDivisionError"
                            + " Ellipsis asyncio json ToolError search_tools Any Literal TypedDict NotRequired"
                            + " Decimal")
                    .split(" "));

    private PythonNames() {}

    /** The name of a tool: an identifier that hides neither a keyword, a builtin nor what is bound ahead. */
    static String tool(String name) {
        String identifier = identifier(name, "tool");
        return TAKEN.contains(identifier) ? identifier + "_" : identifier;
    }

    /** The name of a parameter: an identifier that is no keyword. */
    static String parameter(String name) {
        return identifier(name, "argument");
    }

    /** The name of a type: as for a tool. */
    static String type(String name) {
        String identifier = identifier(name, "Type");
        return TAKEN.contains(identifier) ? identifier + "_" : identifier;
    }

    /** Whether the text may stand as a name in Python source. */
    static boolean isIdentifier(String text) {
        return !text.isEmpty() && !KEYWORDS.contains(text) && text.equals(identifier(text, ""));
    }

    private static String identifier(String name, String ifEmpty) {
        // Python itself reads identifiers in this form, so anything else would not be found by its name.
        String normal = Normalizer.normalize(name, Normalizer.Form.NFKC);
        StringBuilder identifier = new StringBuilder();
        normal.codePoints()
                .forEach(c -> identifier.appendCodePoint(Character.isLetterOrDigit(c) || c == '_' ? c : '_'));
        int underscores = 0;
        while (underscores < identifier.length() && identifier.charAt(underscores) == '_') {
            underscores++;
        }
        if (underscores == identifier.length()) {
            return ifEmpty + identifier;
        }
        // Python gives names with two leading underscores a meaning of their own.
        identifier.delete(0, Math.max(0, underscores - 1));
        if (!Character.isUnicodeIdentifierStart(identifier.codePointAt(0)) && identifier.charAt(0) != '_') {
            identifier.insert(0, '_');
        }
        String result = identifier.toString();
        return KEYWORDS.contains(result) ? result + "_" : result;
    }
}
