package coffee.brew.order;

import coffee.brew.contract.orders.v1.CommandService;
import coffee.brew.contract.orders.v1.CreateRequest;
import coffee.brew.contract.orders.v1.CreateResponse;
import io.quarkus.grpc.GrpcService;
import io.smallrye.mutiny.Uni;

/** The write side under the name that clients of the single-node design know. */
@GrpcService
class CommandGrpcService implements CommandService {
    private final OrderGrpcService orders;

    CommandGrpcService(@GrpcService OrderGrpcService orders) {
        this.orders = orders;
    }

    @Override
    public Uni<CreateResponse> create(CreateRequest request) {
        return orders.create(request);
    }
}
