/**
 * What a person who is about to sign a PDF cannot see on its pages: content that is covered, invisible or shown only
 * under conditions, parts that lie in other files, programs, attachments, fonts that stand in for others, and what the
 * file holds beside the document.
 *
 * <p>{@link Inspection} is the way in. Rules work on what the file says ({@code ObjectGraph}, {@code RawObjects},
 * {@code Layers}, {@code Fonts}) and on what is painted ({@code PageReading}); whether something painted is seen is
 * settled by drawing the page with and without it ({@code Unseen}), with the renderer that shows the document. Bounded
 * in time and memory by {@link Budget}: what was not looked at is a finding of its own. Changes nothing, keeps nothing,
 * knows no words.
 */
@NullMarked
package dev.natsuin.desktop.document.inspect;

import org.jspecify.annotations.NullMarked;
