/** Joins desk and places into one window; the only package that knows all features. */
@NullMarked
package dev.natsuin.desktop.app;

import org.jspecify.annotations.NullMarked;
