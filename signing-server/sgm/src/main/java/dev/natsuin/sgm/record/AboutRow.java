package dev.natsuin.sgm.record;

/**
 * That a log entry tells what was done about a person, whoever ordered it.
 *
 * @param user the person
 * @param index of the entry
 */
public record AboutRow(String user, long index) {}
