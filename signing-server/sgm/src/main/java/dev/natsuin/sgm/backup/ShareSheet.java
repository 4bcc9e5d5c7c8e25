package dev.natsuin.sgm.backup;

import io.nayuki.qrcodegen.QrCode;
import io.nayuki.qrcodegen.QrSegment;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * One share as a page for its custodian: what it is, in English and Japanese, the text to type, and the same text as a
 * QR code (ISO/IEC 18004) of block characters. Every page ends in a form feed, so that a printer gives each its own
 * sheet.
 */
public final class ShareSheet {
    /** The white border that readers need, in modules. */
    private static final int BORDER = 4;

    private static final int CHARACTERS_A_LINE = 30;

    private final boolean onDark;

    /**
     * Pages for paper and light terminals, or for dark ones.
     *
     * @param onDark true where what is printed shows light on a dark ground
     */
    public ShareSheet(boolean onDark) {
        this.onDark = onDark;
    }

    /**
     * The page; it holds the secret, and as a text it cannot be zeroed: the process should end soon.
     *
     * @param of how many shares were made
     */
    public String page(Share share, int of) {
        String text;
        try (var written = share.write()) {
            text = written.use(w -> new String(w, StandardCharsets.US_ASCII));
        }
        var splitting = share.splitting();
        return "Natsuin: share " + share.number() + " of " + of + " of a server's root key\n"
                + "Natsuin: サーバーの根鍵の断片 " + share.number() + " / " + of + "\n\n"
                + "server     " + splitting.server().toHex() + "\n"
                + "splitting  " + splitting.name().toHex() + "\n"
                + "needed     " + splitting.needed() + " of " + of + "\n\n"
                + lines(text) + "\n"
                + code(text) + "\n"
                + splitting.needed() + " custodians together can rebuild the key of this server and open its backups;"
                + " fewer learn nothing.\nKeep this sheet sealed and apart from the others. Copy or photograph it"
                + " nowhere.\n"
                + "この断片が " + splitting.needed() + " 枚そろうと、サーバーの鍵を復元し、バックアップを開けます。足りないうちは何もわかりません。\n"
                + "封をして、ほかの断片とは別の場所に保管してください。複写や撮影はしないでください。\n\f";
    }

    private static String lines(String text) {
        var out = new StringBuilder();
        var rest = text;
        while (rest.length() > CHARACTERS_A_LINE) {
            var end = rest.lastIndexOf('-', CHARACTERS_A_LINE) + 1;
            out.append("    ").append(rest, 0, end).append('\n');
            rest = rest.substring(end);
        }
        return out.append("    ").append(rest).append('\n').toString();
    }

    private String code(String text) {
        var code = QrCode.encodeSegments(List.of(QrSegment.makeAlphanumeric(text)), QrCode.Ecc.QUARTILE);
        var out = new StringBuilder();
        for (var y = -BORDER; y < code.size + BORDER; y += 2) {
            for (var x = -BORDER; x < code.size + BORDER; x++) {
                out.append(block(code.getModule(x, y) != onDark, code.getModule(x, y + 1) != onDark));
            }
            out.append('\n');
        }
        return out.toString();
    }

    private static char block(boolean upper, boolean lower) {
        if (upper) {
            return lower ? '\u2588' : '\u2580';
        }
        return lower ? '\u2584' : ' ';
    }
}
