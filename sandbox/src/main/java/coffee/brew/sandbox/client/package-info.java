/** Calls of Brew's API as any outside client makes them, spread over the replicas of a service. */
@NullMarked
package coffee.brew.sandbox.client;

import org.jspecify.annotations.NullMarked;
