@NullMarked
package dev.natsuin.desktop.core;

import org.jspecify.annotations.NullMarked;
