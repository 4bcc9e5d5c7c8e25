package dev.natsuin.desktop.testdata;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;

/** Other people's programs, which {@code ./check} installs; a test without them fails. */
public final class ForeignJudges {
    private ForeignJudges() {}

    /**
     * What a program said.
     *
     * @param exit its exit code
     * @param output both streams
     */
    public record Verdict(int exit, String output) {}

    /** Poppler's view of a file's signatures. */
    public static String pdfsig(Path file) {
        return run("pdfsig", file.toString()).output();
    }

    /** Poppler's view of the signatures of a file that this password opens for its owner. */
    public static String pdfsig(Path file, String ownerPassword) {
        return run("pdfsig", "-opw", ownerPassword, file.toString()).output();
    }

    /** qpdf's view of the structure of a file that this password opens. */
    public static Verdict qpdf(Path file, String password) {
        return run("qpdf", "--password=" + password, "--check", file.toString());
    }

    /** The text that Poppler finds on the pages, in its reading order. */
    public static String pdftotext(Path file) {
        return run("pdftotext", "-enc", "UTF-8", file.toString(), "-").output();
    }

    /** The fonts of a file, as Poppler lists them. */
    public static String pdffonts(Path file) {
        return run("pdffonts", file.toString()).output();
    }

    /** A page as Poppler draws it, one pixel to a point. */
    public static BufferedImage page(Path file, int page) {
        var target = file.resolveSibling("drawn-" + page);
        var number = String.valueOf(page);
        var verdict = run(
                "pdftoppm",
                "-r",
                "72",
                "-cropbox",
                "-png",
                "-singlefile",
                "-f",
                number,
                "-l",
                number,
                file.toString(),
                target.toString());
        if (verdict.exit() != 0) {
            throw new IllegalStateException(verdict.output());
        }
        try {
            return ImageIO.read(
                    target.resolveSibling(target.getFileName() + ".png").toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** qpdf's view of a file's structure: 0 sound, 3 with warnings, 2 errors. */
    public static Verdict qpdf(Path file) {
        return run("qpdf", "--check", file.toString());
    }

    /** What OpenSSL says to a command of its own: exit 0 if a signature holds. */
    public static Verdict openssl(String... arguments) {
        return other("openssl", arguments);
    }

    /**
     * What OpenSSL says of a CMS signature: exit 0 if it holds and leads to this authority.
     *
     * @param content what was signed; empty if it is inside
     * @param out where OpenSSL puts the content that it believes
     */
    public static Verdict cmsVerify(Path cms, Optional<Path> content, Path authority, Path out) {
        var arguments = new ArrayList<>(List.of("cms", "-verify", "-binary", "-inform", "DER", "-in", cms.toString()));
        content.ifPresent(file -> arguments.addAll(List.of("-content", file.toString())));
        arguments.addAll(List.of("-CAfile", authority.toString(), "-purpose", "any", "-out", out.toString()));
        return openssl(arguments.toArray(String[]::new));
    }

    /**
     * What a JDK's own ML-DSA says of a signature, {@code true} or {@code false}; nothing if there is no JDK 24 or
     * newer beside the one in use.
     */
    public static Optional<Verdict> mlDsa(String key, String message, String signature) {
        var program = Path.of("..", "testdata", "judges", "MlDsa65.java").toString();
        return newerJava().map(java -> run(java.toString(), program, "verify", key, message, signature));
    }

    private static Optional<Path> newerJava() {
        try (var homes = Files.newDirectoryStream(Path.of("/usr/lib/jvm"))) {
            for (var home : homes) {
                var release = home.resolve("release");
                if (Files.isReadable(release)
                        && Files.readString(release).matches("(?s).*JAVA_VERSION=\"(2[4-9]|[3-9]\\d)[.\"].*")) {
                    return Optional.of(home.resolve("bin").resolve("java"));
                }
            }
            return Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** What xmlsec says to a command of its own: exit 0 if an XML signature holds. */
    public static Verdict xmlsec(String... arguments) {
        return other("xmlsec1", arguments);
    }

    /** What unzip says to options of its own: exit 0 if a container is sound. */
    public static Verdict unzip(String... arguments) {
        return other("unzip", arguments);
    }

    private static Verdict other(String program, String... arguments) {
        var command = new ArrayList<>(List.of(program));
        command.addAll(List.of(arguments));
        return run(command.toArray(String[]::new));
    }

    /** Lets qpdf rewrite a file, for inputs that no library of ours wrote. */
    public static Path rewritten(Path file, Path target, String... options) {
        var command = new ArrayList<>(List.of("qpdf"));
        // What is encrypted with random keys has no octets to derive an identifier from.
        command.add(List.of(options).contains("--encrypt") ? "--static-id" : "--deterministic-id");
        command.addAll(List.of(options));
        command.addAll(List.of(file.toString(), target.toString()));
        var verdict = run(command.toArray(String[]::new));
        if (verdict.exit() != 0) {
            throw new IllegalStateException(verdict.output());
        }
        return target;
    }

    private static Verdict run(String... command) {
        return run(Map.of(), command);
    }

    /** What a program says that finds something by these variables of its environment. */
    public static Verdict run(Map<String, String> environment, String... command) {
        try {
            var builder = new ProcessBuilder(List.of(command)).redirectErrorStream(true);
            builder.environment().putAll(environment);
            var process = builder.start();
            process.getOutputStream().close();
            var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException(command[0] + " does not end");
            }
            return new Verdict(process.exitValue(), output);
        } catch (IOException e) {
            throw new IllegalStateException(command[0] + " is needed: ./check installs it", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
