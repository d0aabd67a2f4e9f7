/**
 * What deploys Brew, held against what Brew is: images, docker-compose.yml, Kubernetes manifests.
 *
 * <p>Guaranteed: ports, environment variables, health paths, topics, groups, databases and roles in those files are the
 * ones that the services and the contract have; what the files say of the database and the broker is accepted by a real
 * PostgreSQL and by the broker's own configuration classes; services start with the environment that they are given.
 *
 * <p>Not guaranteed: that an image can be pulled, that a cluster has room, that an operator does what it is asked.
 */
@NullMarked
package coffee.brew.system.deploy;

import org.jspecify.annotations.NullMarked;
