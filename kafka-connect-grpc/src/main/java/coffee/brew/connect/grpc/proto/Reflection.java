package coffee.brew.connect.grpc.proto;

import com.google.protobuf.ByteString;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.reflection.v1.ServiceResponse;
import io.grpc.stub.ClientCalls;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.config.ConfigException;

/**
 * Asks a server for its descriptors. The messages of v1alpha are those of v1, so one set of stubs serves both; and every
 * question is a call of its own, because one question and one answer on a stream look like a unary call on the wire.
 */
final class Reflection {
    /** More than any real service imports; a server that sends more is broken or hostile. */
    private static final int FILES_MAX = 5_000;

    private static final List<MethodDescriptor<ServerReflectionRequest, ServerReflectionResponse>> VERSIONS =
            List.of(version("grpc.reflection.v1"), version("grpc.reflection.v1alpha"));

    private final Channel channel;
    private final Duration timeout;

    Reflection(Channel channel, Duration timeout) {
        this.channel = channel;
        this.timeout = timeout;
    }

    /** The service's file and all that it imports, as far as the server has them. */
    Collection<FileDescriptorProto> filesOf(String service) {
        Map<String, FileDescriptorProto> files = new LinkedHashMap<>();
        ServerReflectionResponse answer = ask(ServerReflectionRequest.newBuilder()
                .setFileContainingSymbol(service)
                .build());
        if (isNotFound(answer)) {
            throw MethodSchemas.unknownService(service, "the server's reflection", services());
        }
        Set<String> asked = new HashSet<>();
        Deque<String> missing = new ArrayDeque<>();
        collect(answer, files, missing);
        while (!missing.isEmpty()) {
            String name = missing.remove();
            if (!files.containsKey(name) && !DescriptorFiles.WELL_KNOWN.containsKey(name) && asked.add(name)) {
                collect(
                        ask(ServerReflectionRequest.newBuilder()
                                .setFileByFilename(name)
                                .build()),
                        files,
                        missing);
            }
        }
        return files.values();
    }

    /** The services that the server lists, which need not be all that it has. */
    List<String> services() {
        ServerReflectionResponse answer =
                ask(ServerReflectionRequest.newBuilder().setListServices("*").build());
        return answer.getListServicesResponse().getServiceList().stream()
                .map(ServiceResponse::getName)
                .sorted()
                .toList();
    }

    /** A file that the server does not have is left out: whoever links the files knows who needs it. */
    private static void collect(
            ServerReflectionResponse answer, Map<String, FileDescriptorProto> files, Deque<String> missing) {
        if (!isNotFound(answer) && answer.hasErrorResponse()) {
            throw Status.fromCodeValue(answer.getErrorResponse().getErrorCode())
                    .withDescription(
                            "server reflection: " + answer.getErrorResponse().getErrorMessage())
                    .asRuntimeException();
        }
        for (ByteString bytes : answer.getFileDescriptorResponse().getFileDescriptorProtoList()) {
            FileDescriptorProto file = parse(bytes);
            if (files.putIfAbsent(file.getName(), file) == null) {
                missing.addAll(file.getDependencyList());
            }
        }
        if (files.size() > FILES_MAX) {
            throw new ConfigException("the server's reflection sends more than " + FILES_MAX
                    + " files: give a descriptor set that has the service and its imports");
        }
    }

    private static FileDescriptorProto parse(ByteString bytes) {
        try {
            return FileDescriptorProto.parseFrom(bytes);
        } catch (InvalidProtocolBufferException e) {
            throw new ConfigException("the server's reflection sends what is not a descriptor: give a descriptor set");
        }
    }

    private static boolean isNotFound(ServerReflectionResponse answer) {
        return answer.hasErrorResponse() && answer.getErrorResponse().getErrorCode() == Status.Code.NOT_FOUND.value();
    }

    private ServerReflectionResponse ask(ServerReflectionRequest question) {
        for (MethodDescriptor<ServerReflectionRequest, ServerReflectionResponse> version : VERSIONS) {
            try {
                CallOptions options = CallOptions.DEFAULT.withDeadlineAfter(timeout.toNanos(), TimeUnit.NANOSECONDS);
                return ClientCalls.blockingUnaryCall(channel, version, options, question);
            } catch (StatusRuntimeException e) {
                if (e.getStatus().getCode() != Status.Code.UNIMPLEMENTED) {
                    throw e;
                }
            }
        }
        throw new ConfigException(
                "the server has reflection switched off: switch it on, or give a descriptor set (protoc "
                        + "--include_imports --descriptor_set_out=FILE) as a file or as base64");
    }

    private static MethodDescriptor<ServerReflectionRequest, ServerReflectionResponse> version(String name) {
        return ServerReflectionGrpc.getServerReflectionInfoMethod().toBuilder()
                .setType(MethodType.UNARY)
                .setFullMethodName(
                        MethodDescriptor.generateFullMethodName(name + ".ServerReflection", "ServerReflectionInfo"))
                .build();
    }
}
