/**
 * Who may talk to this server: devices as the SGM's answers name them, login by a signed challenge, access tokens, and
 * names for the screen. Nothing here can order an act on a key.
 */
@NullMarked
package dev.natsuin.sap.account;

import org.jspecify.annotations.NullMarked;
