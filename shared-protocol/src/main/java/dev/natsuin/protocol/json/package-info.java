/**
 * Strict JSON: what is doubled, unknown, fractional or too large is refused. The only package that knows the JSON
 * library.
 */
@NullMarked
package dev.natsuin.protocol.json;

import org.jspecify.annotations.NullMarked;
