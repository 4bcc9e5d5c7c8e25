/**
 * The software key store and the file that roots it. The only package that holds private keys in clear, and only while
 * they sign.
 */
@NullMarked
package dev.natsuin.sgm.vault;

import org.jspecify.annotations.NullMarked;
