/** What the SGM says: signed answers, hellos, sealing keys, the server's descriptor. Reading is not believing. */
@NullMarked
package dev.natsuin.protocol.answer;

import org.jspecify.annotations.NullMarked;
