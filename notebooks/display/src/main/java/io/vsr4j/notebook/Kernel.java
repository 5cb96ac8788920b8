package io.vsr4j.notebook;

import java.lang.reflect.InvocationTargetException;
import java.util.List;
import java.util.Optional;

/**
 * The kernel that runs this code. JJava, our own kernel and IJava share one base library, which IJava knows by an older name;
 * whoever runs has it loaded, so it is looked up and is no dependency.
 */
final class Kernel {
    private static final List<Names> KNOWN = List.of(
            new Names("org.dflib.jjava.jupyter.kernel.", "org.dflib.jjava.jupyter.kernel.BaseKernel", "notebookKernel"),
            new Names(
                    "io.github.spencerpark.jupyter.kernel.", "io.github.spencerpark.ijava.IJava", "getKernelInstance"));

    private final Names names;
    private final Object instance;

    /**
     * What a kernel is called.
     *
     * @param base package of the base library, with a dot behind it
     * @param holder class that knows the running kernel
     * @param getter its static method that gives the kernel
     */
    private record Names(String base, String holder, String getter) {
        Class<?> type(String name) throws ReflectiveOperationException {
            return load(base + name);
        }
    }

    private Kernel(Names names, Object instance) {
        this.names = names;
        this.instance = instance;
    }

    /** {@return the kernel that runs, if one does} */
    static Optional<Kernel> running() {
        for (Names names : KNOWN) {
            try {
                Object instance = load(names.holder()).getMethod(names.getter()).invoke(null);
                if (instance != null) {
                    return Optional.of(new Kernel(names, instance));
                }
            } catch (InvocationTargetException e) {
                continue; // JJava's way to say that none runs
            } catch (ReflectiveOperationException e) {
                continue;
            }
        }
        return Optional.empty();
    }

    private static Class<?> load(String name) throws ClassNotFoundException {
        try {
            return Class.forName(name);
        } catch (ClassNotFoundException e) {
            // Where a kernel loads the user's class path beside itself
            return Class.forName(name, true, Thread.currentThread().getContextClassLoader());
        }
    }

    void display(Output output) {
        try {
            Class<?> data = names.type("display.DisplayData");
            names.type("BaseKernel").getMethod("display", data).invoke(instance, data(output));
        } catch (ReflectiveOperationException e) {
            throw failed(e);
        }
    }

    void update(Output output) {
        try {
            Object io = names.type("BaseKernel").getMethod("getIO").invoke(instance);
            Object stream = names.type("JupyterIO").getField("display").get(io);
            names.type("DisplayStream")
                    .getMethod("updateDisplay", String.class, names.type("display.DisplayData"))
                    .invoke(stream, output.id(), data(output));
        } catch (ReflectiveOperationException e) {
            throw failed(e);
        }
    }

    private Object data(Output output) throws ReflectiveOperationException {
        Class<?> type = names.type("display.DisplayData");
        Object data = type.getConstructor().newInstance();
        for (var form : output.data().entrySet()) {
            type.getMethod("putData", String.class, Object.class).invoke(data, form.getKey(), form.getValue());
        }
        type.getMethod("setDisplayId", String.class).invoke(data, output.id());
        return data;
    }

    private static IllegalStateException failed(ReflectiveOperationException e) {
        return new IllegalStateException("the kernel cannot show this: " + e, e);
    }
}
