/** The bodies of link calls: what the SAP asks and what the SGM gives. Reading checks form only. */
@NullMarked
package dev.natsuin.link.message;

import org.jspecify.annotations.NullMarked;
