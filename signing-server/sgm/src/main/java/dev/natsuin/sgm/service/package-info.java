/** The SGM's own keys: identity, log, sealing. They sign answers and open statements. */
@NullMarked
package dev.natsuin.sgm.service;

import org.jspecify.annotations.NullMarked;
