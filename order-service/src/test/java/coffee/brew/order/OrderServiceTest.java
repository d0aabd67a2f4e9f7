package coffee.brew.order;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;

@QuarkusTest
@TestProfile(FewMayWait.class)
class OrderServiceTest extends SeenFromOutside {}
