/**
 * Sentences for people, in English and Japanese: bundles, and one sentence for every refusal.
 *
 * <p>For window and command line alike: nothing here knows JavaFX.
 */
@NullMarked
package dev.natsuin.desktop.words;

import org.jspecify.annotations.NullMarked;
