package dev.natsuin.desktop.document.pdf;

/**
 * Where a visible signature is drawn, as whoever draws it needs to know.
 *
 * @param width in points, as the page is shown
 * @param height in points, as the page is shown
 * @param rotation how the page is turned clockwise when shown: 0, 90, 180 or 270
 * @param flat true where transparency is not allowed (PDF/A-1)
 */
public record StampBox(double width, double height, int rotation, boolean flat) {}
