package dev.natsuin.desktop.desk;

/**
 * An empty signature field that somebody put on a page.
 *
 * @param name its full name; text from outside
 * @param place where it stands; its page counts from 1
 */
public record SignField(String name, SignOptions.Place place) {}
