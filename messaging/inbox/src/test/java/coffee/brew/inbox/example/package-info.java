/** The consumer that docs/add-a-consumer.md adds, and the proof that it works as the page says. */
@NullMarked
package coffee.brew.inbox.example;

import org.jspecify.annotations.NullMarked;
