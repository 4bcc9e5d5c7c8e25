/** What the SAP and the SGM say to each other, over mutually authenticated TLS. */
@NullMarked
package dev.natsuin.link;

import org.jspecify.annotations.NullMarked;
