/** What docs/benchmarks.md says about the connector. Started by hand: {@code kafka-connect-grpc/benchmark}. */
@NullMarked
package coffee.brew.connect.grpc.benchmark;

import org.jspecify.annotations.NullMarked;
