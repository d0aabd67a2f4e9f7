@NullMarked
package coffee.brew.infra;

import org.jspecify.annotations.NullMarked;
