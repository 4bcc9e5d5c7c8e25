/**
 * The key store behind PKCS#11: signing keys are made in a token, leave it only wrapped under a key that never leaves
 * it, and sign in it. The token holds two keys, and one more for each renewal, whatever the number of signers; the rest
 * lies in SQL.
 *
 * <p>{@code Token} is the connection and what becomes of it when the token is lost; {@code TokenKeyStore} is what the
 * features see; {@code SelfTest} attacks the token before it is trusted. Decisions 0027 and 0028.
 */
@NullMarked
package dev.natsuin.sgm.token;

import org.jspecify.annotations.NullMarked;
