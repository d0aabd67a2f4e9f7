package coffee.brew.outbox;

/** A claimed lane. The epoch tells this claim from every other one. */
record Lane(short number, long epoch) {}
