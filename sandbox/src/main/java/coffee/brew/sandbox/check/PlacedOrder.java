package coffee.brew.sandbox.check;

/** An order that a client got an OK for. */
public record PlacedOrder(String id, Facts facts) {}
