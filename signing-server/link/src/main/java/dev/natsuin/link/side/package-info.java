/**
 * What the launcher and a side agree on, so that neither knows the other's classes: a side is a service that the
 * launcher finds on the class path of the process it started for it.
 */
@NullMarked
package dev.natsuin.link.side;

import org.jspecify.annotations.NullMarked;
