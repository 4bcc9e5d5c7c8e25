/** What text may be that people take for somebody's name. */
@NullMarked
package dev.natsuin.protocol.text;

import org.jspecify.annotations.NullMarked;
