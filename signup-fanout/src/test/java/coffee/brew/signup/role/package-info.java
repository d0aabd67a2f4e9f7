@NullMarked
package coffee.brew.signup.role;

import org.jspecify.annotations.NullMarked;
