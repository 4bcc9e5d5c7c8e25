@org.jspecify.annotations.NullMarked
package dev.natsuin.sgm.key;
