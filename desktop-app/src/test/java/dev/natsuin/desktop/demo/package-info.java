/** A desk that only pretends: for tests of the window, its screenshots and trying it by hand. Never shipped. */
@NullMarked
package dev.natsuin.desktop.demo;

import org.jspecify.annotations.NullMarked;
