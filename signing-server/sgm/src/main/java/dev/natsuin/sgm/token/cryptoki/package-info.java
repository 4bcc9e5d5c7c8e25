/**
 * PKCS#11 (OASIS, v2.40) as far as the SGM needs it, over JNA: what a module offers in C, with Java's words. Knows
 * nothing of keys of ours. Decision 0027 says why not the JDK's own wrapper.
 */
@NullMarked
package dev.natsuin.sgm.token.cryptoki;

import org.jspecify.annotations.NullMarked;
