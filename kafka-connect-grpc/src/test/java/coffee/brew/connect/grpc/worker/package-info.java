/** A stock Connect worker in a process of its own, with the packaged plugin on its plugin path. */
@NullMarked
package coffee.brew.connect.grpc.worker;

import org.jspecify.annotations.NullMarked;
