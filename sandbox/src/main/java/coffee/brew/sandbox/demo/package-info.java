/**
 * The reference scenario, told while it happens: orders through two order nodes, an inventory node killed half-way, and
 * afterwards the proof that nothing was lost and nothing was done twice.
 */
@NullMarked
package coffee.brew.sandbox.demo;

import org.jspecify.annotations.NullMarked;
