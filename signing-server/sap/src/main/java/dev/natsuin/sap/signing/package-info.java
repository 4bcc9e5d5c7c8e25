/** CSC's signatures/signHash: hands the sealed order and the request beside it to the SGM, which alone decides. */
@NullMarked
package dev.natsuin.sap.signing;

import org.jspecify.annotations.NullMarked;
