package io.github.langchain4j.ptc.catalog;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.net.URI;
import java.util.List;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Beans of classes that are compiled without the names of their parameters, as plain javac does. */
final class WithoutParameterNames {

    private WithoutParameterNames() {}

    static Object bean() {
        return compiled("int left");
    }

    static Object beanWithNamedParameters() {
        return compiled("@dev.langchain4j.agent.tool.P(name = \"left\") int left");
    }

    private static Object compiled(String parameter) {
        String source = "public class Unnamed { @dev.langchain4j.agent.tool.Tool public int add(" + parameter
                + ") { return left; } }";
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        JavaFileObject input =
                new SimpleJavaFileObject(URI.create("string:///Unnamed.java"), JavaFileObject.Kind.SOURCE) {
                    @Override
                    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                        return source;
                    }
                };
        JavaFileManager files = new ForwardingJavaFileManager<>(compiler.getStandardFileManager(null, null, null)) {
            @Override
            public JavaFileObject getJavaFileForOutput(
                    Location location, String name, JavaFileObject.Kind kind, FileObject sibling) {
                return new SimpleJavaFileObject(URI.create("mem:///" + name + ".class"), kind) {
                    @Override
                    public OutputStream openOutputStream() {
                        return bytes;
                    }
                };
            }
        };
        List<String> options = List.of("-proc:none", "-classpath", System.getProperty("java.class.path"));
        if (!compiler.getTask(null, files, null, options, null, List.of(input)).call()) {
            throw new AssertionError("does not compile: " + source);
        }
        ClassLoader loader = new ClassLoader(WithoutParameterNames.class.getClassLoader()) {
            @Override
            protected Class<?> findClass(String name) {
                return defineClass(name, bytes.toByteArray(), 0, bytes.size());
            }
        };
        try {
            return loader.loadClass("Unnamed").getConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }
}
