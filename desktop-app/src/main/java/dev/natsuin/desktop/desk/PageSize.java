package dev.natsuin.desktop.desk;

/**
 * The size of a page as shown.
 *
 * @param widthPoints in 1/72 inch
 * @param heightPoints in 1/72 inch
 */
public record PageSize(double widthPoints, double heightPoints) {}
