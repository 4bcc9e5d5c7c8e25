/**
 * What a device orders: statements, the envelope that carries them, and how they are sealed to the SGM. Reading is not
 * verifying.
 */
@NullMarked
package dev.natsuin.protocol.statement;

import org.jspecify.annotations.NullMarked;
