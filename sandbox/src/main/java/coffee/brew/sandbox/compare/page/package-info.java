/** A comparison as one page that needs nothing but itself. Every number on it is marked with its place in the JSON. */
@NullMarked
package coffee.brew.sandbox.compare.page;

import org.jspecify.annotations.NullMarked;
