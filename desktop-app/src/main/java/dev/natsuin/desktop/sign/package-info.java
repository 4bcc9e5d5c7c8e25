/**
 * The place where documents are signed: the queue, the pages, the order, and the sheet that leads from reading to the
 * seal.
 *
 * <p>{@code …Model} classes run without a toolkit; views hold nodes only and read the models. Knows no other feature.
 */
@NullMarked
package dev.natsuin.desktop.sign;

import org.jspecify.annotations.NullMarked;
