/**
 * The way to the server: HTTPS under keys that the SGM's identity names, sealed statements out, signed answers back.
 *
 * <p>Nothing that comes over the network is believed unless the SGM signed it for what was asked. Only hashes and ids
 * go out; document names and contents never come into this package's reach, but for the names that
 * {@link dev.natsuin.desktop.device.Unanswered} keeps on this computer.
 */
@NullMarked
package dev.natsuin.desktop.remote;

import org.jspecify.annotations.NullMarked;
