package io.vsr4j.notebook.kernel;

import java.util.HashSet;
import java.util.Set;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** Puts a {@link StopPoint} at the beginning of each method of a class and before each jump back. */
final class StopPoints extends ClassVisitor {
    private static final int API = Opcodes.ASM9;
    private static final String OWNER = Type.getInternalName(StopPoint.class);

    private StopPoints(ClassVisitor next) {
        super(API, next);
    }

    static byte[] into(byte[] bytecodes) {
        ClassReader reader = new ClassReader(bytecodes);
        ClassWriter writer = new ClassWriter(reader, 0);
        reader.accept(new StopPoints(writer), 0);
        return writer.toByteArray();
    }

    @Override
    public MethodVisitor visitMethod(int access, String name, String type, String generic, String[] exceptions) {
        return new Method(super.visitMethod(access, name, type, generic, exceptions));
    }

    private static final class Method extends MethodVisitor {
        private final Set<Label> passed = new HashSet<>();

        Method(MethodVisitor next) {
            super(API, next);
        }

        @Override
        public void visitCode() {
            super.visitCode();
            check();
        }

        @Override
        public void visitLabel(Label label) {
            passed.add(label);
            super.visitLabel(label);
        }

        @Override
        public void visitJumpInsn(int opcode, Label target) {
            if (passed.contains(target)) {
                check();
            }
            super.visitJumpInsn(opcode, target);
        }

        /** Takes nothing from the stack and leaves nothing, so that frames and sizes stay as they are. */
        private void check() {
            visitMethodInsn(Opcodes.INVOKESTATIC, OWNER, "check", "()V", false);
        }
    }
}
