/** Carries invitations and enrolments, and keeps of their verified answers what login and screens need. */
@NullMarked
package dev.natsuin.sap.registration;

import org.jspecify.annotations.NullMarked;
