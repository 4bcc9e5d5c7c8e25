@NullMarked
package dev.natsuin.sgm.crypto;

import org.jspecify.annotations.NullMarked;
