package dev.natsuin.sgm.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.DecodeHintType;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.bytes.Secret;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A key divided among custodians and joined again, as they print and type it. */
class SharesTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Bytes SERVER = Bytes.utf8("natsuin").sha256();
    private static final Bytes KEY = Bytes.utf8("the key of these tests").sha256();

    /** Made once and never again: three of five shares of {@link #KEY}, which every later version must join. */
    private static final List<String> KEPT = List.of(
            "NATSUINKEK1-040G6-1BM80-6JNPW-QZZ24-RYE40-SR1WR-VJFZ1-ESVM0-B3CCG-"
                    + "M99RM-YH466-KNJK2-SKB2H-GJP0P-JYPEA-D3DH6-EA1XX-8Q6CR-A5BR4-KH671-WJ0",
            "NATSUINKEK1-040G6-0BM80-6JNPW-QZZ24-RYE40-SR1WR-VJFZ1-ESVM0-B3CCH-"
                    + "MN4SP-7E6B5-H6X9S-F4E01-WZSXF-NRJC5-VZXMG-R1ES1-2QHCH-W9GXM-9H0R3-XR8",
            "NATSUINKEK1-040G6-0VM80-6JNPW-QZZ24-RYE40-SR1WR-VJFZ1-ESVM0-B3CCG-"
                    + "FQH4N-8FZ7Y-16BSP-3SHS0-8JVCV-PF23R-C7V75-NDK2J-H7HEF-JE0P2-8PA47-28R");

    private static Secret key() {
        return Secret.taking(KEY.toArray());
    }

    private static List<String> split(Bytes server, int needed, int shares) {
        try (var key = key()) {
            return Splitting.split(Splitting.Opens.VAULT, server, key, needed, shares, RANDOM).stream()
                    .map(SharesTest::text)
                    .toList();
        }
    }

    private static String text(Share share) {
        try (share;
                var text = share.write()) {
            return text.use(t -> new String(t, StandardCharsets.US_ASCII));
        }
    }

    private static Share read(String text) {
        try (var typed = Secret.taking(text.getBytes(StandardCharsets.UTF_8))) {
            return Share.read(typed);
        }
    }

    private static Bytes joined(List<String> texts) {
        try (var key = Splitting.join(texts.stream().map(SharesTest::read).toList())) {
            return key.use(Bytes::of);
        }
    }

    private static ShareFault.Kind faultOf(String... texts) {
        try {
            joined(List.of(texts));
            throw new AssertionError("they were joined");
        } catch (ShareFault e) {
            return e.kind();
        }
    }

    @Test
    void any_three_of_five_give_the_key_in_any_order() {
        var shares = split(SERVER, 3, 5);
        for (var a = 0; a < 5; a++) {
            for (var b = 0; b < 5; b++) {
                for (var c = 0; c < 5; c++) {
                    if (a != b && b != c && a != c) {
                        assertThat(joined(List.of(shares.get(a), shares.get(b), shares.get(c))))
                                .isEqualTo(KEY);
                    }
                }
            }
        }
        assertThat(joined(shares)).isEqualTo(KEY);
    }

    @Test
    void shares_of_an_earlier_version_still_give_their_key() {
        assertThat(joined(KEPT)).isEqualTo(KEY);
    }

    @Test
    void shares_are_points_of_one_polynomial_over_the_field_of_aes() {
        var parts = KEPT.stream().map(SharesTest::read).toList();
        var octets = new byte[Share.SIZE_BYTES];
        for (var share : parts) {
            var weight = 1;
            for (var other : parts) {
                if (other.number() != share.number()) {
                    weight = times(weight, times(other.number(), inverse(other.number() ^ share.number())));
                }
            }
            var part = share.part().use(Bytes::of).toArray();
            for (var i = 0; i < octets.length; i++) {
                octets[i] ^= (byte) times(weight, part[i] & 0xff);
            }
        }
        assertThat(Bytes.of(octets)).isEqualTo(KEY);
    }

    /** FIPS 197 §4.2. */
    private static int times(int a, int b) {
        var product = 0;
        for (var bit = 7; bit >= 0; bit--) {
            product = product << 1 ^ ((product & 0x80) == 0 ? 0 : 0x11b);
            product ^= (b >> bit & 1) == 0 ? 0 : a;
        }
        return product;
    }

    private static int inverse(int a) {
        var power = 1;
        for (var i = 0; i < 254; i++) {
            power = times(power, a);
        }
        return power;
    }

    @Test
    void what_does_not_go_together_is_named() {
        var shares = split(SERVER, 3, 5);
        var again = split(SERVER, 3, 5);
        var elsewhere = split(KEY, 3, 5);

        assertThat(faultOf(shares.get(0), shares.get(1))).isEqualTo(ShareFault.Kind.TOO_FEW);
        assertThat(faultOf()).isEqualTo(ShareFault.Kind.TOO_FEW);
        assertThat(faultOf(shares.get(0), shares.get(1), shares.get(0))).isEqualTo(ShareFault.Kind.TWICE);
        assertThat(faultOf(shares.get(0), shares.get(1), again.get(2))).isEqualTo(ShareFault.Kind.OTHER_SPLITTING);
        assertThat(faultOf(shares.get(0), shares.get(1), elsewhere.get(2))).isEqualTo(ShareFault.Kind.OTHER_SERVER);
        assertThat(faultOf("natsuin")).isEqualTo(ShareFault.Kind.NO_SHARE);
        assertThat(faultOf("NATSUIN1-" + shares.get(0).substring(12))).isEqualTo(ShareFault.Kind.NO_SHARE);
    }

    @Test
    void every_single_mistyped_character_is_noticed() {
        var text = split(SERVER, 2, 2).get(0);
        for (var i = "NATSUINKEK1-".length(); i < text.length(); i++) {
            if (text.charAt(i) != '-') {
                var other = text.charAt(i) == 'A' ? 'B' : 'A';
                var mistyped = text.substring(0, i) + other + text.substring(i + 1);
                assertThat(faultOf(mistyped)).isEqualTo(ShareFault.Kind.DAMAGED);
            }
        }
        assertThat(faultOf(text.substring(0, text.length() - 1))).isEqualTo(ShareFault.Kind.DAMAGED);
        assertThat(faultOf(text + "A")).isEqualTo(ShareFault.Kind.DAMAGED);
    }

    @Test
    void a_share_that_a_custodian_forged_gives_no_other_key() {
        var shares = split(SERVER, 2, 3);
        var honest = read(shares.get(0));
        var forged = new Share(honest.splitting(), 2, Secret.taking(new byte[Share.SIZE_BYTES]));

        assertThat(faultOf(shares.get(0), text(forged))).isEqualTo(ShareFault.Kind.WRONG_KEY);
    }

    @Test
    void blanks_line_ends_small_letters_and_look_alikes_are_taken() {
        var shares = split(SERVER, 2, 2);
        var typed = shares.get(0).substring(0, 11) + " "
                + shares.get(0).substring(12).replace("-", " \r\n\t");
        var look = shares.get(1).substring(0, 12)
                + shares.get(1)
                        .substring(12)
                        .replace('1', 'l')
                        .replace('0', 'o')
                        .toLowerCase(java.util.Locale.ROOT);

        assertThat(joined(List.of(typed, look))).isEqualTo(KEY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1 1", "0 3", "3 2", "2 17", "17 17"})
    void a_splitting_that_protects_nothing_or_cannot_be_is_not_made(String numbers) {
        var parts = numbers.split(" ", -1);
        assertThat(Splitting.isPossible(Integer.parseInt(parts[0]), Integer.parseInt(parts[1])))
                .isFalse();
        assertThatThrownBy(() -> split(SERVER, Integer.parseInt(parts[0]), Integer.parseInt(parts[1])))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void the_code_on_the_sheet_is_the_text_on_the_sheet(boolean onDark) throws Exception {
        var text = split(SERVER, 2, 3).get(1);
        var page = new ShareSheet(onDark).page(read(text), 3);

        assertThat(page).contains("share 2 of 3", "断片 2 / 3").endsWith("\f");
        assertThat(page.replaceAll("\\s", "")).contains(text);
        assertThat(scanned(page, onDark)).isEqualTo(text);
    }

    /**
     * As a reader takes it that knows where the code stands. ZXing's own search for a code in a picture overlooks one
     * in sixty of all shares, whatever their size (it takes data for a corner): none of 4,000 was read wrongly.
     */
    private static String scanned(String page, boolean onDark) throws Exception {
        var lines = new ArrayList<String>();
        for (var line : page.split("\n", -1)) {
            if (line.length() > 40 && line.matches("[ \u2580\u2584\u2588]+")) {
                lines.add(line);
            }
        }
        var module = 4;
        var width = lines.get(0).length() * module;
        var height = lines.size() * 2 * module;
        var pixels = new int[width * height];
        for (var y = 0; y < height; y++) {
            var line = lines.get(y / (2 * module));
            for (var x = 0; x < width; x++) {
                var block = line.charAt(x / module);
                var upper = y / module % 2 == 0;
                var inked = block == '\u2588' || block == (upper ? '\u2580' : '\u2584');
                pixels[y * width + x] = inked == onDark ? 0xffffff : 0;
            }
        }
        var bitmap = new BinaryBitmap(new HybridBinarizer(new RGBLuminanceSource(width, height, pixels)));
        return new QRCodeReader()
                .decode(bitmap, Map.of(DecodeHintType.PURE_BARCODE, true))
                .getText();
    }
}
