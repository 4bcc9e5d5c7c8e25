@NullMarked
package dev.natsuin.sgm.token;

import org.jspecify.annotations.NullMarked;
