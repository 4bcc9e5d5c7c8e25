package dev.natsuin.desktop.document.report;

import dev.natsuin.protocol.bytes.Bytes;

/**
 * A small picture of a page.
 *
 * @param png its octets
 * @param width in pixels
 * @param height in pixels
 */
public record ReportPicture(Bytes png, int width, int height) {}
