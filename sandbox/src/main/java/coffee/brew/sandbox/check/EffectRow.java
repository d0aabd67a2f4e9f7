package coffee.brew.sandbox.check;

/**
 * A row of an {@link EffectTable}.
 *
 * @param node which node caused it; empty where the table does not say
 * @param kind what tells several effects of one order apart
 * @param xmin the transaction that wrote it
 */
public record EffectRow(String orderId, Facts facts, String node, String kind, long xmin) {}
