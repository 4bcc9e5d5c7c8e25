/**
 * Reports of what signatures are worth: for people as HTML and PDF, for machines as JSON and by ETSI TS 119 102-2.
 *
 * <p>{@code ReportText} says it once, in blocks; HTML and PDF only draw them. Everything foreign is escaped or drawn as
 * text; nothing in a report loads or runs.
 */
@NullMarked
package dev.natsuin.desktop.document.report;

import org.jspecify.annotations.NullMarked;
