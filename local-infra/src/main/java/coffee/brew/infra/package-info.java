/**
 * Real PostgreSQL and real Kafka on this machine, from Maven artifacts, without Docker and without root's help.
 *
 * <p>Guaranteed: servers listen on loopback only; PostgreSQL writes durably ({@code fsync}, {@code full_page_writes}
 * and {@code synchronous_commit} are on, asserted at every start); no server outlives the JVM that started it, however
 * that JVM ends; a server that does not start says why and what to do.
 *
 * <p>Not guaranteed: that a single Kafka broker keeps what it acknowledged through a power cut, since Kafka does not
 * flush before it acknowledges. Linux and macOS only.
 */
@NullMarked
package coffee.brew.infra;

import org.jspecify.annotations.NullMarked;
