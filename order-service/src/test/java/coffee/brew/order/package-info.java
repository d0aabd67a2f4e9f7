@NullMarked
package coffee.brew.order;

import org.jspecify.annotations.NullMarked;
