package dev.natsuin.desktop.desk;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How the outputs shall be.
 *
 * @param level the level wished for
 * @param folder where outputs go; null: beside each original
 * @param suffix put before the extension of the output's name, for example {@code -signed}
 */
public record SignOptions(SignatureLevel level, @Nullable Path folder, String suffix) {}
