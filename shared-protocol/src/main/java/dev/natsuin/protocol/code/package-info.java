/** What people read out, compare or carry by hand: enrolment codes, fingerprints, comparison codes. */
@NullMarked
package dev.natsuin.protocol.code;

import org.jspecify.annotations.NullMarked;
