package io.vsr4j.tensor;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads a Python pickle of protocol 2 to 5 without running anything of it. A pickle is a program for a stack machine
 * that may name any Python function and have it called; here the few names that a checkpoint needs stand for Java
 * code ({@link TorchObjects}), and any other name ends the reading.
 *
 * <p>What comes out: {@code null}, {@link Boolean}, {@link Long}, {@link BigInteger}, {@link Double}, {@link String},
 * {@link List} (also for sets), {@link Tuple}, {@link Map} with keys of text, {@link TorchObjects#BYTES} for bytes, and the objects that
 * {@link TorchObjects} makes. They may contain themselves.
 */
final class Unpickler {
    /** A Python tuple. */
    record Tuple(List<Object> items) {}

    /** Bounds time and memory: a checkpoint of 10,000 tensors needs a quarter of this. */
    private static final long MAX_STEPS = 2_000_000;

    private static final int MAX_NUMBER_BYTES = 255;
    private static final int MAX_TUPLE_LETTERS = 2_000;

    private final PickleInput in;
    private final TorchObjects objects;
    private final List<Object> stack = new ArrayList<>();
    private final List<Integer> marks = new ArrayList<>();
    private final Map<Long, Object> memo = new HashMap<>();
    private long steps;

    Unpickler(PickleInput in, TorchObjects objects) {
        this.in = in;
        this.objects = objects;
    }

    /** Reads one pickle, up to its STOP. */
    Object load() {
        for (int code = in.u8(); code != '.'; code = in.u8()) {
            spend(1);
            step(code);
        }
        Object result = pop();
        if (!stack.isEmpty() || !marks.isEmpty()) {
            throw in.fail("stops with objects left over");
        }
        return result;
    }

    private void step(int code) {
        switch (code) {
            case 0x80 -> protocol(in.u8());
            case 0x95 -> frame(in.i64());
            case '(' -> marks.add(stack.size());
            case '0' -> pop();
            case '1' -> popMark();
            case '2' -> push(peek());
            default -> {
                if (!value(code) && !container(code) && !memory(code)) {
                    call(code);
                }
            }
        }
    }

    private boolean value(int code) {
        switch (code) {
            case 'N' -> push(null);
            case 0x88 -> push(true);
            case 0x89 -> push(false);
            case 'K' -> push((long) in.u8());
            case 'M' -> push((long) in.u16());
            case 'J' -> push((long) in.i32());
            case 'G' -> push(in.f64());
            case 0x8a -> push(integer(in.u8()));
            case 0x8b -> push(integer(in.i32()));
            case 'U', 0x8c -> push(in.text(in.u8()));
            case 'X' -> push(in.text(length32()));
            case 'T' -> push(in.text(in.i32()));
            case 0x8d -> push(in.text(in.i64()));
            case 'C' -> pushBytes(in.u8());
            case 'B' -> pushBytes(length32());
            case 0x8e, 0x96 -> pushBytes(in.i64());
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean container(int code) {
        switch (code) {
            case ']', 0x8f -> push(new ArrayList<>());
            case '}' -> push(new LinkedHashMap<>());
            case ')' -> push(new Tuple(List.of()));
            case 0x85 -> push(new Tuple(take(1)));
            case 0x86 -> push(new Tuple(take(2)));
            case 0x87 -> push(new Tuple(take(3)));
            case 't' -> push(new Tuple(popMark()));
            case 'l', 0x91 -> push(popMark());
            case 'd' -> push(put(new LinkedHashMap<>(), popMark()));
            case 'a' -> append(take(1));
            case 'e', 0x90 -> append(popMark());
            case 's' -> putInto(take(2));
            case 'u' -> putInto(popMark());
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean memory(int code) {
        switch (code) {
            case 'q' -> memo.put((long) in.u8(), peek());
            case 'r' -> memo.put(length32(), peek());
            case 0x94 -> memo.put((long) memo.size(), peek());
            case 'h' -> push(recall(in.u8()));
            case 'j' -> push(recall(length32()));
            default -> {
                return false;
            }
        }
        return true;
    }

    private void call(int code) {
        switch (code) {
            case 'c' -> push(objects.global(in.line(), in.line()));
            case 0x93 -> {
                List<Object> names = take(2);
                if (!(names.get(0) instanceof String module) || !(names.get(1) instanceof String name)) {
                    throw in.fail("names a global without text");
                }
                push(objects.global(module, name));
            }
            case 'Q' -> push(objects.storage(pop()));
            case 'R', 0x81 -> {
                List<Object> call = take(2);
                if (!(call.get(1) instanceof Tuple arguments)) {
                    throw in.fail("calls without a tuple of arguments");
                }
                spend(arguments.items.size());
                push(objects.call(call.get(0), arguments.items));
            }
            case 'b' -> {
                Object state = pop();
                objects.build(peek(), state);
            }
            default ->
                throw in.fail("has operation 0x%02x, which a checkpoint of tensors does not need".formatted(code));
        }
    }

    private void protocol(int version) {
        if (version < 2 || version > 5) {
            throw in.fail("has protocol " + version + ", expected 2 to 5");
        }
    }

    private void frame(long bytes) {
        if (bytes < 0 || bytes > in.remaining()) {
            throw in.fail("has a frame of " + bytes + " bytes, " + in.remaining() + " are left; truncated");
        }
    }

    private Object integer(int bytes) {
        if (bytes < 0 || bytes > MAX_NUMBER_BYTES) {
            throw in.fail("has a number of " + bytes + " bytes, at most " + MAX_NUMBER_BYTES + " are read");
        }
        byte[] digits = in.bytes(bytes);
        byte[] bigEndian = new byte[bytes + (bytes == 0 ? 1 : 0)];
        for (int i = 0; i < bytes; i++) {
            bigEndian[bytes - 1 - i] = digits[i];
        }
        BigInteger number = new BigInteger(bigEndian);
        return number.bitLength() < Long.SIZE ? (Object) number.longValue() : number;
    }

    private long length32() {
        return Integer.toUnsignedLong(in.i32());
    }

    private void pushBytes(long count) {
        in.bytes(count);
        push(TorchObjects.BYTES);
    }

    private Object recall(long index) {
        Object value = memo.get(index);
        if (value == null && !memo.containsKey(index)) {
            throw in.fail("recalls object " + index + ", which it did not keep");
        }
        return value;
    }

    private void append(List<Object> items) {
        if (!(peek() instanceof List<?> list)) {
            throw in.fail("appends to something that is no list");
        }
        @SuppressWarnings("unchecked") // every list here is made by this class
        List<Object> target = (List<Object>) list;
        target.addAll(items);
    }

    private void putInto(List<Object> items) {
        if (!(peek() instanceof Map<?, ?> map)) {
            throw in.fail("sets items of something that is no dictionary");
        }
        @SuppressWarnings("unchecked") // every map here is made by this class or by TorchObjects
        Map<String, Object> target = (Map<String, Object>) map;
        put(target, items);
    }

    private Map<String, Object> put(Map<String, Object> target, List<Object> items) {
        if (items.size() % 2 != 0) {
            throw in.fail("has a key without a value");
        }
        for (int i = 0; i < items.size(); i += 2) {
            String name = key(items.get(i));
            if (target.containsKey(name)) {
                throw in.fail("has the key '" + name + "' twice in one dictionary");
            }
            target.put(name, items.get(i + 1));
        }
        return target;
    }

    /**
     * Keys become text. Structures may contain themselves, and then hashing does not end; and if keys of several types
     * are made to have one hash, finding them takes as long as there are keys, which of texts alone it does not.
     */
    private String key(Object key) {
        if (!(key instanceof Tuple tuple)) {
            return scalar(key);
        }
        spend(tuple.items.size());
        StringBuilder text = new StringBuilder();
        for (Object item : tuple.items) {
            text.append(text.isEmpty() ? "[" : ", ").append(scalar(item));
            if (text.length() > MAX_TUPLE_LETTERS) {
                throw in.fail("has a dictionary key of more than " + MAX_TUPLE_LETTERS + " letters");
            }
        }
        return text.append(']').toString();
    }

    private String scalar(Object key) {
        if (key instanceof TorchObjects.ClassName name) {
            return name.path();
        }
        if (key == null || key instanceof String || key instanceof Number || key instanceof Boolean) {
            return String.valueOf(key);
        }
        throw in.fail("has a dictionary key that is neither text, a number nor a tuple of these");
    }

    private void spend(long count) {
        steps += count;
        if (steps > MAX_STEPS) {
            throw in.fail("takes more than " + MAX_STEPS + " steps");
        }
    }

    private void push(Object value) {
        stack.add(value);
    }

    private Object peek() {
        if (stack.size() <= floor()) {
            throw in.fail("takes an object from an empty stack");
        }
        return stack.get(stack.size() - 1);
    }

    private Object pop() {
        peek();
        return stack.remove(stack.size() - 1);
    }

    private List<Object> take(int count) {
        if (stack.size() - floor() < count) {
            throw in.fail("takes " + count + " objects from a stack of " + (stack.size() - floor()));
        }
        List<Object> top = stack.subList(stack.size() - count, stack.size());
        List<Object> taken = new ArrayList<>(top);
        top.clear();
        return taken;
    }

    private List<Object> popMark() {
        if (marks.isEmpty()) {
            throw in.fail("looks for a mark that it did not set");
        }
        List<Object> taken = take(stack.size() - floor());
        marks.remove(marks.size() - 1);
        return taken;
    }

    private int floor() {
        return marks.isEmpty() ? 0 : marks.get(marks.size() - 1);
    }
}
