/**
 * Channels to the source: TLS, metadata, keep-alive, deadlines. Guaranteed: certificates are read when a channel is
 * opened and metadata files at every call, so that rotated ones need no restart; a call that gets no connection in time
 * fails; a connection that fails says why, as far as it can be told; no secret is in a text, of a failure or of a
 * setting. Not guaranteed: that a server says why it refuses a client certificate.
 */
@NullMarked
package coffee.brew.connect.grpc.channel;

import org.jspecify.annotations.NullMarked;
