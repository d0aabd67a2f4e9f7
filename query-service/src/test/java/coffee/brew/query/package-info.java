@NullMarked
package coffee.brew.query;

import org.jspecify.annotations.NullMarked;
