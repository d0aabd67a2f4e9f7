@NullMarked
package coffee.brew.inventory;

import org.jspecify.annotations.NullMarked;
