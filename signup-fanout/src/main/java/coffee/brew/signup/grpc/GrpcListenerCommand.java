package coffee.brew.signup.grpc;

import coffee.brew.signup.role.BehaviourOptions;
import coffee.brew.signup.role.ExitCodes;
import coffee.brew.signup.role.Output;
import coffee.brew.signup.role.RoleException;
import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "grpc-listener",
        description =
                "A recipient that is called: serves customers.v1.CustomerEventService, with reflection, on loopback,"
                        + " until it is stopped.")
public final class GrpcListenerCommand implements Callable<Integer> {
    private static final int STOP_TIMEOUT_S = 5;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private Output output;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private BehaviourOptions behaviour;

    @Option(
            names = {"--addr", "-addr"},
            paramLabel = "ADDRESS",
            defaultValue = ":50061",
            description = "Where it listens; port 0: any that is free (default: ${DEFAULT-VALUE}).")
    @SuppressWarnings("NullAway.Init")
    private String addr;

    @Option(
            names = {"--name", "-name"},
            paramLabel = "NAME",
            defaultValue = "${env:LISTENER_NAME:-}",
            description = "Who it is (default: LISTENER_NAME, else its address).")
    @SuppressWarnings("NullAway.Init")
    private String name;

    @Override
    public Integer call() {
        Address address = address();
        String called = name.isEmpty() ? addr : name;
        Server server = start(address, called);
        try {
            String listening = new Address(Address.LOOPBACK, server.getPort()).toString();
            output.result(Map.of("name", called, "listening", listening), () -> "[%s] listens on %s"
                    .formatted(called, listening));
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            stop(server);
        }
        return ExitCodes.OK;
    }

    private Address address() {
        Address address;
        try {
            address = Address.parse(addr);
        } catch (IllegalArgumentException e) {
            throw output.usage("--addr: " + e.getMessage());
        }
        if (!address.isLoopback()) {
            throw output.usage(
                    "--addr: " + addr + " is not loopback, and calls are neither encrypted nor authenticated");
        }
        return address;
    }

    private Server start(Address address, String called) {
        try {
            return NettyServerBuilder.forAddress(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), address.port()))
                    .addService(new CustomerEventGrpcService(called, behaviour.create(output), output))
                    .addService(ProtoReflectionServiceV1.newInstance())
                    .build()
                    .start();
        } catch (IOException e) {
            throw RoleException.environment(
                    "port %d, which %s needs, is taken by another program".formatted(address.port(), called),
                    "find it with: ss -ltnp 'sport = :%d'; or choose another port with --addr (0: a free one)"
                            .formatted(address.port()),
                    e);
        }
    }

    private static void stop(Server server) {
        server.shutdown();
        try {
            if (!server.awaitTermination(STOP_TIMEOUT_S, TimeUnit.SECONDS)) {
                server.shutdownNow();
            }
        } catch (InterruptedException e) {
            server.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
