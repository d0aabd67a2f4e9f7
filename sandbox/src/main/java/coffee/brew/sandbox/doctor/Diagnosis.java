package coffee.brew.sandbox.doctor;

/**
 * One thing that was looked at.
 *
 * @param advice what to do next; empty when there is nothing to do
 */
public record Diagnosis(Level level, String what, String found, String advice) {
    /** How bad it is. */
    public enum Level {
        OK,
        WARN,
        FAIL
    }

    static Diagnosis ok(String what, String found) {
        return new Diagnosis(Level.OK, what, found, "");
    }

    static Diagnosis warn(String what, String found, String advice) {
        return new Diagnosis(Level.WARN, what, found, advice);
    }

    static Diagnosis fail(String what, String found, String advice) {
        return new Diagnosis(Level.FAIL, what, found, advice);
    }
}
