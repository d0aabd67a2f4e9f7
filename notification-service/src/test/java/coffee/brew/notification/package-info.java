@NullMarked
package coffee.brew.notification;

import org.jspecify.annotations.NullMarked;
