package io.vsr4j.tensor;

import ai.djl.ndarray.types.DataType;
import java.util.Locale;

/**
 * Element types by the numbers that PyTorch gives them. DJL's {@link DataType} cannot stand in: naming
 * {@code BFLOAT16} or {@code INT16} there ends the process. Arrays of those two exist all the same; DJL calls their type
 * {@code UNKNOWN}, and they may be passed to operations and cast, but not be read into Java.
 */
public enum DType {
    /** Unsigned 8 bits. */
    U8(0, 1, DataType.UINT8),
    /** Signed 8 bits. */
    I8(1, 1, DataType.INT8),
    /** Signed 16 bits. */
    I16(2, 2, DataType.UNKNOWN),
    /** Signed 32 bits. */
    I32(3, 4, DataType.INT32),
    /** Signed 64 bits. */
    I64(4, 8, DataType.INT64),
    /** IEEE half precision. */
    F16(5, 2, DataType.FLOAT16),
    /** IEEE single precision. */
    F32(6, 4, DataType.FLOAT32),
    /** IEEE double precision. */
    F64(7, 8, DataType.FLOAT64),
    /** One byte, 0 or 1. */
    BOOL(11, 1, DataType.BOOLEAN),
    /** The upper half of a single-precision number. */
    BF16(15, 2, DataType.UNKNOWN);

    private final int code;
    private final int bytes;
    private final DataType djl;

    DType(int code, int bytes, DataType djl) {
        this.code = code;
        this.bytes = bytes;
        this.djl = djl;
    }

    /** {@return PyTorch's number, which TorchScript code takes as a {@code dtype}} */
    public int code() {
        return code;
    }

    /** {@return bytes of one element} */
    public int bytes() {
        return bytes;
    }

    /** {@return what {@code NDArray.getDataType} says of such an array} */
    public DataType djl() {
        return djl;
    }

    static DType ofCode(int code) {
        for (DType type : values()) {
            if (type.code == code) {
                return type;
            }
        }
        throw new IllegalArgumentException("PyTorch's element type " + code + " has no name here");
    }

    /** {@return the name of a type that a network can compute in, as {@link #ofCompute} reads it} */
    public String computeName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Reads the name of a type that a network can compute in.
     *
     * @param name {@code f32}, {@code f16} or {@code bf16}
     * @return the type
     */
    public static DType ofCompute(String name) {
        return switch (name) {
            case "f32" -> F32;
            case "f16" -> F16;
            case "bf16" -> BF16;
            default -> throw new IllegalArgumentException("dtype must be f32, f16 or bf16, got '" + name + "'");
        };
    }
}
