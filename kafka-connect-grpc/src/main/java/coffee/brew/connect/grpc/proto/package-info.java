/**
 * What the subject's .proto says, without generated code: methods from a descriptor set or by server reflection, request
 * messages from JSON, fields by path, values for Connect. Guaranteed: what does not fit the descriptors is refused when
 * it is configured, as a {@link org.apache.kafka.common.config.ConfigException} that names the mend; a message that
 * cannot be converted is a {@link org.apache.kafka.connect.errors.DataException} and never another error.
 *
 * <p>How a protobuf type reads as a {@code Struct} is stated at {@link coffee.brew.connect.grpc.proto.ValueConversion}.
 * Extensions and unknown fields are in the raw bytes alone.
 */
@NullMarked
package coffee.brew.connect.grpc.proto;

import org.jspecify.annotations.NullMarked;
