/**
 * Reading XML that nobody vouches for, in one way: no document types, no entities, nothing fetched. For every package
 * that parses XML; it decides nothing about what is read.
 */
@NullMarked
package dev.natsuin.desktop.document.xml;

import org.jspecify.annotations.NullMarked;
