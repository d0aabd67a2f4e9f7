package coffee.brew.sandbox.compare.result;

/** Figures with as many digits as they deserve; what is printed and what is in the JSON are the same numbers. */
final class Rounded {
    private static final double HUNDRED = 100.0;
    private static final double TEN = 10.0;

    private Rounded() {}

    static double to2(double value) {
        return Math.round(value * HUNDRED) / HUNDRED;
    }

    static double to1(double value) {
        return Math.round(value * TEN) / TEN;
    }
}
