/** The rules of the tree: who may use whom, how big a file grows, which calls have a better replacement. */
@NullMarked
package coffee.brew.system.structure;

import org.jspecify.annotations.NullMarked;
