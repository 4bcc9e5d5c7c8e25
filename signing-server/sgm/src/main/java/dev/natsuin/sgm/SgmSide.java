package dev.natsuin.sgm;

import dev.natsuin.link.LinkIdentity;
import dev.natsuin.link.LinkLimits;
import dev.natsuin.link.LinkPort;
import dev.natsuin.link.LinkServer;
import dev.natsuin.link.side.ExitCode;
import dev.natsuin.link.side.Side;
import dev.natsuin.link.side.SideContext;
import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.code.EnrolmentCode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;

/** The SGM as the launcher starts it. */
public final class SgmSide implements Side {
    private static final String NAME = "sgm";

    /** For the ServiceLoader. */
    public SgmSide() {}

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public int init(SideContext context) {
        try {
            var owner = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
            Files.createDirectory(folder(context), owner);
            LinkFiles.create(context.linkFolder(), context.clock().instant(), context.random());
            try (var code = Sgm.init(settings(context), context.config().url().toString())) {
                Files.writeString(
                        context.linkFolder().resolve("sgm-identity.hash"),
                        code.identityHash().toHex() + "\n",
                        StandardOpenOption.CREATE_NEW);
                handOver(context, code);
            }
            return ExitCode.DONE;
        } catch (IOException e) {
            throw new SgmFault("making the SGM's folder", e);
        }
    }

    /** The first administrator's code goes to the terminal or to a file only its owner may read, never to a log. */
    private static void handOver(SideContext context, EnrolmentCode code) throws IOException {
        var hash = code.identityHash();
        context.err().println("SGM identity: " + hash.toHex());
        try (var text = code.write()) {
            if (context.codeFile().isPresent()) {
                var file = context.codeFile().get();
                text.use(octets -> writePrivate(file, octets));
                context.err()
                        .println("The first administrator's enrolment code is in " + file
                                + " (mode 0600; good for 24 hours, once).");
            } else {
                context.out().println("The first administrator's enrolment code (good for 24 hours, once):");
                text.use(octets -> {
                    context.out().write(octets, 0, octets.length);
                    return octets.length;
                });
                context.out().flush();
            }
        }
    }

    private static Path writePrivate(Path file, byte[] octets) {
        var owner = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        try (var out =
                Files.newByteChannel(file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), owner)) {
            out.write(ByteBuffer.wrap(octets));
            return file;
        } catch (IOException e) {
            throw new SgmFault("writing the first administrator's code", e);
        }
    }

    @Override
    public int serve(SideContext context) {
        var own = LinkIdentity.load(context.linkFolder(), NAME);
        var peer = LinkIdentity.pin(context.linkFolder(), "sap");
        try (var sgm = Sgm.open(settings(context));
                var server = LinkServer.start(address(context), own, peer, sgm.door(), LinkLimits.defaults())) {
            var address = server.address();
            LinkPort.publish(context.linkFolder(), address.getPort());
            context.ready(address.getHostString() + ":" + address.getPort());
            context.awaitStop();
            return ExitCode.DONE;
        }
    }

    private static InetSocketAddress address(SideContext context) {
        try {
            var host = InetAddress.getByName(context.config().sgmHost());
            return new InetSocketAddress(host, context.config().sgmPort());
        } catch (IOException e) {
            throw new SgmFault("finding the SGM's own address", e);
        }
    }

    @Override
    public int run(String command, List<String> arguments, SideContext context) {
        if ("raw-signing".equals(command) && arguments.size() == 1) {
            return rawSigning(arguments.get(0), context);
        }
        return "verify-log".equals(command) && arguments.isEmpty() ? verifyLog(context) : ExitCode.USAGE;
    }

    /** For {@code bench sign}: the key store alone, with keys of its own; opens nothing of the server's. */
    private static int rawSigning(String algorithm, SideContext context) {
        var known = KeyAlgorithm.byName(algorithm);
        if (known.isEmpty()) {
            return ExitCode.USAGE;
        }
        context.out().println(new RawSigning(context.random()).cpuMsPerSignature(known.get()));
        return ExitCode.DONE;
    }

    private static int verifyLog(SideContext context) {
        var report = Sgm.verifyLog(settings(context));
        report.faults().forEach(context.out()::println);
        context.out().println(report.entries() + " entries, " + report.faults().size() + " faults");
        return report.faults().isEmpty() ? ExitCode.DONE : ExitCode.FAILED;
    }

    private static Path folder(SideContext context) {
        return context.data().resolve(NAME);
    }

    private static Sgm.Settings settings(SideContext context) {
        var config = context.config();
        return new Sgm.Settings(
                folder(context), config.pkiUrl().toString(), config.level(), context.clock(), context.random());
    }
}
