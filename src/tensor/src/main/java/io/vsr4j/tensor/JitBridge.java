package io.vsr4j.tensor;

import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;

/**
 * Runs one method of a TorchScript module with any arguments and outside PyTorch's inference mode. DJL's public call
 * takes any arguments but always enters inference mode, whose results can neither be written to in place nor be saved
 * for a gradient; its other one takes arrays only. The native method below both has a flag for it, reached here.
 */
final class JitBridge {
    private static final MethodHandle RUN;
    private static final MethodHandle WRAP;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.privateLookupIn(IValue.class, MethodHandles.lookup());
            Class<?> library = lookup.findClass("ai.djl.pytorch.jni.PyTorchLibrary");
            Field instance = library.getDeclaredField("LIB");
            RUN = lookup.findVirtual(
                            library,
                            "moduleRunMethod",
                            MethodType.methodType(
                                    long.class, long.class, String.class, long[].class, boolean.class, boolean.class))
                    .bindTo(lookup.unreflectGetter(instance).invoke());
            WRAP = lookup.findConstructor(IValue.class, MethodType.methodType(void.class, long.class));
        } catch (Throwable e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private JitBridge() {}

    static IValue run(PtSymbolBlock module, String method, IValue... arguments) {
        long[] handles = new long[arguments.length];
        for (int i = 0; i < handles.length; i++) {
            handles[i] = arguments[i].getHandle();
        }
        try {
            long result = (long) RUN.invokeExact((long) module.getHandle(), method, handles, true, false);
            return (IValue) WRAP.invokeExact(result);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new AssertionError("the native call declares no checked exceptions", e);
        }
    }
}
