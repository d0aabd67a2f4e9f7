package coffee.brew.order;

import coffee.brew.infra.LocalServersTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusIntegrationTest;

/** What was packaged, be it a jar or a native executable. */
@QuarkusIntegrationTest
@WithTestResource(
        value = LocalServersTestResource.class,
        initArgs = @ResourceArg(name = "database", value = "brew_order"))
class OrderServiceIT extends SeenFromOutside {}
