package io.vsr4j.notebook.kernel;

import java.io.File;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import jdk.jshell.execution.DirectExecutionControl;
import jdk.jshell.execution.LoaderDelegate;
import jdk.jshell.spi.ExecutionControl.ClassBytecodes;

/**
 * Runs JShell's snippets in this process, and keeps what they give as the object that it is; JShell itself keeps text. A class
 * or method that is declared again gets a new name from JShell, since this control redefines none in place.
 */
final class SnippetControl extends DirectExecutionControl {
    private Object value;
    private Throwable thrown;

    SnippetControl() {
        super(new Snippets());
    }

    /** What the last snippet gave, or null. */
    Object value() {
        return value;
    }

    /** What the last snippet threw, or null. */
    Throwable thrown() {
        return thrown;
    }

    void forget() {
        value = null;
        thrown = null;
    }

    @Override
    protected String invoke(Method snippet) throws Exception {
        forget();
        StopPoint.enter();
        try {
            value = snippet.invoke(null);
            return "";
        } catch (InvocationTargetException e) {
            thrown = e.getCause();
            throw e;
        } finally {
            StopPoint.leave();
        }
    }

    @Override
    public String varValue(String className, String varName) {
        return ""; // JShell asks for text that nobody reads; an object's toString may be slow, or throw
    }

    /** The classes of all snippets, in one loader above which lies the class path. */
    private static final class Snippets extends URLClassLoader implements LoaderDelegate {
        private final Map<String, byte[]> bytecodes = new ConcurrentHashMap<>();

        Snippets() {
            super("cells", new URL[0], SnippetControl.class.getClassLoader());
        }

        @Override
        public void load(ClassBytecodes[] classes) {
            for (ClassBytecodes c : classes) {
                bytecodes.put(c.name(), StopPoints.into(c.bytecodes()));
            }
        }

        @Override
        public void classesRedefined(ClassBytecodes[] classes) {
            throw new UnsupportedOperationException("classes of cells are not redefined in place");
        }

        @Override
        public void addToClasspath(String path) throws InternalException {
            try {
                for (String entry : path.split(File.pathSeparator)) {
                    addURL(new File(entry).toURI().toURL());
                }
            } catch (MalformedURLException e) {
                throw new InternalException(e.toString());
            }
        }

        @Override
        public Class<?> findClass(String name) throws ClassNotFoundException {
            Class<?> loaded = findLoadedClass(name);
            if (loaded != null) {
                return loaded;
            }
            byte[] code = bytecodes.get(name);
            return code == null ? super.findClass(name) : defineClass(name, code, 0, code.length);
        }
    }
}
