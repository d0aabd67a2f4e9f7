package coffee.brew.connect.grpc.sampler;

import com.google.protobuf.Any;
import com.google.protobuf.BoolValue;
import com.google.protobuf.ByteString;
import com.google.protobuf.BytesValue;
import com.google.protobuf.DoubleValue;
import com.google.protobuf.Duration;
import com.google.protobuf.Empty;
import com.google.protobuf.FieldMask;
import com.google.protobuf.FloatValue;
import com.google.protobuf.Int32Value;
import com.google.protobuf.Int64Value;
import com.google.protobuf.ListValue;
import com.google.protobuf.NullValue;
import com.google.protobuf.StringValue;
import com.google.protobuf.Struct;
import com.google.protobuf.Timestamp;
import com.google.protobuf.UInt32Value;
import com.google.protobuf.UInt64Value;
import com.google.protobuf.Value;
import java.util.List;

/** Messages with nothing, with everything, and at the ends of what a type holds. */
public final class Samples {
    private static final ByteString BYTES = ByteString.copyFrom(new byte[] {0, -1, 127, -128});
    private static final Timestamp TIME = Timestamp.newBuilder()
            .setSeconds(1_700_000_000)
            .setNanos(123_456_789)
            .build();
    private static final Duration DURATION =
            Duration.newBuilder().setSeconds(-5).setNanos(-7).build();
    private static final Inner INNER = Inner.newBuilder()
            .setName("inner")
            .setDeep(Inner.Deep.newBuilder().setNumber(Long.MIN_VALUE))
            .build();

    /** The samples, in the order in which they are drawn. */
    public static final List<Sample> ALL = List.of(
            Sample.getDefaultInstance(),
            everything(),
            high(),
            low(),
            Sample.newBuilder().setNumberChoice(0).build(),
            Sample.newBuilder().setInnerChoice(INNER).build(),
            Sample.newBuilder().setNothingChoice(Empty.getDefaultInstance()).build(),
            zeros());

    private Samples() {}

    private static Sample everything() {
        return Sample.newBuilder()
                .setADouble(1.5e300)
                .setAFloat(-2.25f)
                .setAnInt32(-3)
                .setAnInt64(-4)
                .setAUint32(5)
                .setAUint64(6)
                .setASint32(-7)
                .setASint64(-8)
                .setAFixed32(9)
                .setAFixed64(10)
                .setASfixed32(-11)
                .setASfixed64(-12)
                .setABool(true)
                .setAString("caf\u00e9 \ud83d\ude80 \"quoted\"\n")
                .setSomeBytes(BYTES)
                .setAColour(Colour.COLOUR_RED)
                .setMaybeInt32(1)
                .setMaybeString("maybe")
                .setMaybeColour(Colour.COLOUR_BELOW_ZERO)
                .setMaybeBytes(BYTES)
                .addAllNumbers(List.of(1L, Long.MIN_VALUE, Long.MAX_VALUE))
                .addAllWords(List.of("a", "", "a"))
                .addBlobs(BYTES)
                .addBlobs(ByteString.EMPTY)
                .addColours(Colour.COLOUR_RED)
                .addColoursValue(77)
                .addInners(INNER)
                .addInners(Inner.getDefaultInstance())
                .addTimes(TIME)
                .addWrappedWords(StringValue.of("wrapped"))
                .putByWord("", 1)
                .putByWord("two", 2)
                .putByNumber(Long.MAX_VALUE, "most")
                .putByNumber(-1, "less")
                .putByTruth(true, INNER)
                .putByTruth(false, Inner.getDefaultInstance())
                .putByUnsigned(-1, Colour.COLOUR_RED)
                .putByName("d", DURATION)
                .setTextChoice("chosen")
                .setInner(INNER)
                .setTree(Tree.newBuilder()
                        .setName("root")
                        .addBranches(Tree.newBuilder().setName("leaf")))
                .setSame(Sample.newBuilder().setAnInt32(1))
                .setTime(TIME)
                .setDuration(DURATION)
                .setAny(Any.pack(INNER))
                .setJsonObject(Struct.newBuilder().putFields("k", text("v")))
                .setJsonValue(text("v"))
                .setJsonList(ListValue.newBuilder()
                        .addValues(Value.newBuilder().setNullValue(NullValue.NULL_VALUE))
                        .addValues(Value.newBuilder().setNumberValue(1.5)))
                .setMask(FieldMask.newBuilder().addPaths("a_double").addPaths("inner.name"))
                .setEmpty(Empty.getDefaultInstance())
                .setDoubleValue(DoubleValue.of(0.5))
                .setFloatValue(FloatValue.of(0.25f))
                .setInt64Value(Int64Value.of(-1))
                .setUint64Value(UInt64Value.of(-1))
                .setInt32Value(Int32Value.of(-1))
                .setUint32Value(UInt32Value.of(-1))
                .setBoolValue(BoolValue.of(true))
                .setStringValue(StringValue.of("wrapped"))
                .setBytesValue(BytesValue.of(BYTES))
                .build();
    }

    /** Unsigned numbers have all their bits set. */
    private static Sample high() {
        return Sample.newBuilder()
                .setADouble(Double.MAX_VALUE)
                .setAFloat(Float.MAX_VALUE)
                .setAnInt32(Integer.MAX_VALUE)
                .setAnInt64(Long.MAX_VALUE)
                .setAUint32(-1)
                .setAUint64(-1)
                .setASint32(Integer.MAX_VALUE)
                .setASint64(Long.MAX_VALUE)
                .setAFixed32(-1)
                .setAFixed64(-1)
                .setASfixed32(Integer.MAX_VALUE)
                .setASfixed64(Long.MAX_VALUE)
                .setAColourValue(Integer.MAX_VALUE)
                .build();
    }

    private static Sample low() {
        return Sample.newBuilder()
                .setADouble(-Double.MIN_VALUE)
                .setAFloat(-Float.MIN_VALUE)
                .setAnInt32(Integer.MIN_VALUE)
                .setAnInt64(Long.MIN_VALUE)
                .setASint32(Integer.MIN_VALUE)
                .setASint64(Long.MIN_VALUE)
                .setASfixed32(Integer.MIN_VALUE)
                .setASfixed64(Long.MIN_VALUE)
                .setAColourValue(-100)
                .build();
    }

    /** Zeros that are there: not the same as absent. */
    private static Sample zeros() {
        return Sample.newBuilder()
                .setMaybeInt32(0)
                .setMaybeString("")
                .setMaybeColour(Colour.COLOUR_UNSPECIFIED)
                .setMaybeBytes(ByteString.EMPTY)
                .setInner(Inner.getDefaultInstance())
                .setTime(Timestamp.getDefaultInstance())
                .setInt32Value(Int32Value.getDefaultInstance())
                .setStringValue(StringValue.getDefaultInstance())
                .setTextChoice("")
                .build();
    }

    private static Value text(String text) {
        return Value.newBuilder().setStringValue(text).build();
    }
}
