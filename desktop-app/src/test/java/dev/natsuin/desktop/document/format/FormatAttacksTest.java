package dev.natsuin.desktop.document.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.desktop.desk.SignatureForm;
import dev.natsuin.desktop.document.Embedding;
import dev.natsuin.desktop.document.FormatsForTests;
import dev.natsuin.desktop.document.verify.Verdict;
import dev.natsuin.desktop.document.verify.Verification;
import dev.natsuin.desktop.testdata.TestCa;
import dev.natsuin.desktop.testdata.TestSigner;
import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.algorithm.SignAlgorithm;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.problem.Problem;
import dev.natsuin.protocol.problem.ProblemCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that were changed or made to mislead: never valid. And files that are not signed. */
final class FormatAttacksTest {
    private static final TestCa CA = new TestCa("format attacks");
    private static final TestSigner SIGNER = CA.signer("Signer", KeyAlgorithm.P_256);
    private static final SignAlgorithm ALGORITHM = SignAlgorithm.ECDSA_WITH_SHA256;
    private static final String INVOICE = "<invoice><sum>100</sum></invoice>";

    @TempDir
    Path desk;

    private Path invoice() throws IOException {
        return Files.writeString(desk.resolve("invoice.xml"), INVOICE);
    }

    private Path signed(SignatureForm form) throws IOException {
        return FormatsForTests.signed(invoice(), form, SIGNER, ALGORITHM);
    }

    private String text(SignatureForm form) throws IOException {
        return Files.readString(signed(form));
    }

    private Path made(String name, String text) throws IOException {
        return Files.writeString(desk.resolve(name), text);
    }

    private static Optional<Verdict> verdict(Path file) {
        return FormatsForTests.verdict(file, Optional.empty(), SIGNER);
    }

    private static ProblemCode refusal(Path file, Optional<Path> detached) {
        return ((Verification.Refused) FormatsForTests.verified(file, detached, SIGNER))
                .why()
                .code();
    }

    private static ProblemCode refusal(Path file) {
        return refusal(file, Optional.empty());
    }

    @ParameterizedTest
    @EnumSource(names = {"CADES_DETACHED", "XADES_DETACHED", "JADES_DETACHED"})
    void a_signature_beside_its_file_is_worth_nothing_without_it_or_with_another(SignatureForm form)
            throws IOException {
        var signed = signed(form);
        var other = made("other.xml", INVOICE.replace("100", "999"));

        assertThat(verdict(signed)).contains(Verdict.INDETERMINATE);
        assertThat(FormatsForTests.verdict(signed, Optional.of(other), SIGNER)).contains(Verdict.INVALID);
        assertThat(refusal(signed, Optional.of(desk.resolve("nothing")))).isEqualTo(ProblemCode.FILE_MISSING);
    }

    @ParameterizedTest
    @EnumSource(names = {"CADES_ENVELOPING", "XADES_ENVELOPED", "XADES_ENVELOPING", "JADES_ENVELOPING", "ASIC_E"})
    void who_names_content_for_a_signature_that_has_its_own_is_told(SignatureForm form) throws IOException {
        assertThat(refusal(signed(form), Optional.of(invoice()))).isEqualTo(ProblemCode.DETACHED_NOT_USED);
    }

    @ParameterizedTest
    @EnumSource(names = {"CADES_ENVELOPING", "XADES_ENVELOPED", "ASIC_S", "ASIC_E"})
    void other_content_in_it_is_found(SignatureForm form) throws IOException {
        var octets = Files.readString(signed(form), StandardCharsets.ISO_8859_1);
        var changed = octets.replace("<sum>100</sum>", "<sum>999</sum>");
        assertThat(changed).isNotEqualTo(octets);

        var file = Files.writeString(desk.resolve("changed"), changed, StandardCharsets.ISO_8859_1);

        assertThat(verdict(file)).isNotEqualTo(Optional.of(Verdict.VALID));
    }

    @Test
    void octets_behind_a_cms_are_not_signed() throws IOException {
        var signed = signed(SignatureForm.CADES_ENVELOPING);
        var longer = Bytes.concat(Bytes.of(Files.readAllBytes(signed)), Bytes.utf8("more"));

        assertThat(verdict(Files.write(desk.resolve("longer.p7m"), longer.toArray())))
                .contains(Verdict.CHANGED);
    }

    @Test
    void a_signature_for_a_part_of_a_document_does_not_count_for_the_rest() throws IOException {
        var signed = text(SignatureForm.XADES_ENVELOPED);
        var body = signed.substring(signed.indexOf("<invoice>"));

        for (var wrapped : new String[] {
            "<invoice><sum>999</sum>" + body + "</invoice>",
            "<order><invoice><sum>999</sum></invoice>" + body + "</order>",
            body.replace("<invoice>", "<invoice><sum>999</sum><old>").replace("</invoice>", "</old></invoice>")
        }) {
            assertThat(verdict(made("wrapped.xml", wrapped))).isNotEqualTo(Optional.of(Verdict.VALID));
        }
    }

    @Test
    void a_part_that_is_signed_by_its_name_does_not_carry_the_rest() throws IOException {
        // What holds is moved aside where its name still finds it, and something else stands in its place.
        var signed = text(SignatureForm.XADES_ENVELOPING);
        var signature = signed.substring(signed.indexOf("<ds:Signature"));

        assertThat(verdict(made("beside.xml", "<invoice><sum>999</sum>" + signature + "</invoice>")))
                .isNotEqualTo(Optional.of(Verdict.VALID));
        assertThat(verdict(made(
                        "more.xml",
                        signature.replace("</ds:Signature>", "<ds:Object><sum>999</sum></ds:Object></ds:Signature>"))))
                .isNotEqualTo(Optional.of(Verdict.VALID));
        assertThat(verdict(made("same.xml", signature))).contains(Verdict.VALID);
    }

    /**
     * What stands inside a signature is left out when it is computed, and a program that asks for each sum finds it.
     */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "(<ds:SignedInfo)",
                "(</ds:Signature>)",
                "(</ds:KeyInfo>)",
                "(<ds:X509Certificate)",
                "(</xades:QualifyingProperties>)",
                "(</ds:Object>)",
                "(</ds:SignatureValue>)"
            })
    void what_is_put_into_a_signature_is_no_part_of_the_document(String before) throws IOException {
        var signed = text(SignatureForm.XADES_ENVELOPED);
        for (var more : List.of("<sum>999</sum>", "<x:sum xmlns:x=\"urn:x\">999</x:sum>")) {
            var changed = signed.replaceFirst(before, more + "$1");
            assertThat(changed).isNotEqualTo(signed);
            assertThat(verdict(made("inside.xml", changed))).as(more).isNotEqualTo(Optional.of(Verdict.VALID));
        }
        var unsigned = "<xades:UnsignedProperties><xades:UnsignedSignatureProperties><sum>999</sum>"
                + "</xades:UnsignedSignatureProperties></xades:UnsignedProperties></xades:QualifyingProperties>";
        assertThat(verdict(made("unsigned.xml", signed.replace("</xades:QualifyingProperties>", unsigned))))
                .isNotEqualTo(Optional.of(Verdict.VALID));
    }

    @Test
    void a_comment_which_no_signature_covers_is_found() throws IOException {
        var signed = text(SignatureForm.XADES_ENVELOPED);

        assertThat(verdict(made("comment.xml", signed.replace("100", "1<!-- -->00"))))
                .contains(Verdict.CHANGED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<!DOCTYPE invoice [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><invoice>&x;</invoice>",
                "<!DOCTYPE invoice [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;&a;\">]><invoice>&b;</invoice>",
                "<invoice/><invoice/>",
                "<invoice>"
            })
    void document_types_entities_and_two_roots_are_no_documents(String text) throws IOException {
        var file = made("hostile.xml", text);

        assertThat(refusal(file)).isEqualTo(ProblemCode.SIGNATURE_FILE_DAMAGED);
        assertThat(FormatsForTests.refused(file, SignatureForm.XADES_ENVELOPED, SIGNER, ALGORITHM))
                .isEqualTo(ProblemCode.FORMAT_NOT_FOR_FILE);
    }

    @Test
    void a_reference_to_a_file_of_this_computer_is_not_followed() throws IOException {
        var signed = text(SignatureForm.XADES_DETACHED);
        var elsewhere =
                signed.replace("URI=\"invoice.xml\"", "URI=\"" + invoice().toUri() + "\"");
        assertThat(elsewhere).isNotEqualTo(signed);

        assertThat(verdict(made("elsewhere.xml", elsewhere))).isNotEqualTo(Optional.of(Verdict.VALID));
    }

    @Test
    void a_jws_with_something_more_in_it_or_less_is_not_valid() throws IOException {
        var signed = text(SignatureForm.JADES_ENVELOPING);

        assertThat(verdict(made("a.json", signed.replaceFirst("\\{", "{\"note\":\"paid\","))))
                .contains(Verdict.CHANGED);
        assertThat(refusal(made("b.json", signed.replaceFirst("\\{", "{\"payload\":\"eA\","))))
                .isEqualTo(ProblemCode.SIGNATURE_FILE_DAMAGED);
        assertThat(verdict(made("c.json", signed.replaceFirst("\"payload\":\"....", "\"payload\":\"AAAA"))))
                .contains(Verdict.INVALID);
        var critical =
                Bytes.utf8("{\"alg\":\"ES256\",\"crit\":[\"x\"],\"x\":1}").toBase64Url();
        assertThat(refusal(
                        made("d.json", signed.replaceFirst("\"protected\":\"[^\"]*", "\"protected\":\"" + critical))))
                .isEqualTo(ProblemCode.SIGNATURE_FILE_DAMAGED);
        var none = Bytes.utf8("{\"alg\":\"none\"}").toBase64Url();
        assertThat(verdict(made("e.json", signed.replaceFirst("\"protected\":\"[^\"]*", "\"protected\":\"" + none))))
                .isNotEqualTo(Optional.of(Verdict.VALID));
    }

    @Test
    void base64_that_only_a_lenient_reader_takes_is_not_valid() throws IOException {
        var json = text(SignatureForm.JADES_ENVELOPING);
        for (var more : List.of("^", "=", " ", "+/")) {
            for (var member : List.of("payload", "signature", "protected")) {
                var changed = json.replaceFirst("(\"" + member + "\":\"....)", "$1" + more);
                assertThat(refusal(made("lenient.json", changed)))
                        .as("%s in %s", more, member)
                        .isEqualTo(ProblemCode.SIGNATURE_FILE_DAMAGED);
            }
        }
        var note = made("note.txt", "a note");
        var xml = Files.readString(FormatsForTests.signed(note, SignatureForm.XADES_ENVELOPING, SIGNER, ALGORITHM));
        var content = Base64.getEncoder().encodeToString("a note".getBytes(StandardCharsets.UTF_8));
        assertThat(xml).contains(content);
        for (var other : List.of(
                content.replace("YS", "YS^"),
                content.replace("YS", "YS<!-- -->"),
                content.replace("YS", "YS<x/>"),
                content.replace("YS", "YS<?x y?>"),
                content.replace("YS", "YS\u00a0"),
                content + "=")) {
            assertThat(verdict(made("lenient.xml", xml.replace(content, other))))
                    .as(other)
                    .isNotEqualTo(Optional.of(Verdict.VALID));
        }
        assertThat(verdict(made("lines.xml", xml.replace(content, content.replace("YS", "YS\n ")))))
                .contains(Verdict.VALID);
    }

    private static String member(String json, String name) {
        return json.replaceFirst("(?s).*\"" + name + "\":\"([^\"]*)\".*", "$1");
    }

    @Test
    void a_compact_jws_has_one_spelling_too() throws IOException {
        var json = text(SignatureForm.JADES_ENVELOPING);
        var parts = List.of(member(json, "protected"), member(json, "payload"), member(json, "signature"));

        assertThat(verdict(made("compact.jws", String.join(".", parts)))).contains(Verdict.VALID);
        for (int i = 0; i < parts.size(); i++) {
            for (var other : List.of(parts.get(i) + "=", parts.get(i) + "A", sameOctets(parts.get(i)))) {
                var changed = new ArrayList<>(parts);
                changed.set(i, other);
                assertThat(verdict(made("compact.jws", String.join(".", changed))))
                        .as("part %d: %s", i, other)
                        .isNotEqualTo(Optional.of(Verdict.VALID));
            }
        }
    }

    /** Another last letter of which only bits differ that no octet uses, where there are any; else another letter. */
    private static String sameOctets(String base64Url) {
        int last = base64Url.length() - 1;
        return base64Url.substring(0, last) + (char) (base64Url.charAt(last) == 'A' ? 'B' : base64Url.charAt(last) + 1);
    }

    private Map<String, byte[]> entries(Path zip) throws IOException {
        var all = new LinkedHashMap<String, byte[]>();
        try (var file = new ZipFile(zip.toFile())) {
            for (var entry : file.stream().toList()) {
                all.put(entry.getName(), file.getInputStream(entry).readAllBytes());
            }
        }
        return all;
    }

    private Path zip(String name, Map<String, byte[]> entries) throws IOException {
        var file = desk.resolve(name);
        try (var zip = new ZipOutputStream(Files.newOutputStream(file))) {
            for (var each : entries.entrySet()) {
                var entry = new ZipEntry(each.getKey());
                if (each.getKey().equals("mimetype")) {
                    var crc = new CRC32();
                    crc.update(each.getValue());
                    entry.setMethod(ZipEntry.STORED);
                    entry.setSize(each.getValue().length);
                    entry.setCrc(crc.getValue());
                }
                zip.putNextEntry(entry);
                zip.write(each.getValue());
                zip.closeEntry();
            }
        }
        return file;
    }

    @Test
    void a_container_is_as_it_was_signed_or_not_valid() throws IOException {
        var sound = entries(signed(SignatureForm.ASIC_E));
        assertThat(verdict(zip("same.asice", sound))).contains(Verdict.VALID);

        var more = new LinkedHashMap<>(sound);
        more.put("annex.txt", "also".getBytes(StandardCharsets.US_ASCII));
        assertThat(verdict(zip("more.asice", more))).contains(Verdict.CHANGED);

        var hidden = new LinkedHashMap<>(sound);
        hidden.put("META-INF/readme.txt", "also".getBytes(StandardCharsets.US_ASCII));
        assertThat(verdict(zip("hidden.asice", hidden))).contains(Verdict.CHANGED);

        var renamed = new LinkedHashMap<>(sound);
        renamed.put("annex.xml", renamed.remove("invoice.xml"));
        assertThat(verdict(zip("renamed.asice", renamed))).isNotEqualTo(Optional.of(Verdict.VALID));

        var manifest = new LinkedHashMap<>(sound);
        manifest.computeIfPresent(
                "META-INF/ASiCManifest.xml",
                (name, octets) -> new String(octets, StandardCharsets.UTF_8)
                        .replace("text/xml", "text/html")
                        .getBytes(StandardCharsets.UTF_8));
        assertThat(verdict(zip("manifest.asice", manifest))).contains(Verdict.INVALID);

        var bare = new LinkedHashMap<>(sound);
        bare.remove("META-INF/signature001.p7s");
        assertThat(verdict(zip("bare.asice", bare))).contains(Verdict.UNSIGNED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"../../evil.txt", "/etc/evil", "a\\..\\evil", "C:evil", "x/./y", "INVOICE.XML"})
    void a_name_that_leads_elsewhere_makes_a_container_unsound(String name) throws IOException {
        var entries = entries(signed(SignatureForm.ASIC_E));
        entries.put(name, "evil".getBytes(StandardCharsets.US_ASCII));

        assertThat(refusal(zip("evil.asice", entries))).isEqualTo(ProblemCode.SIGNATURE_FILE_DAMAGED);
    }

    @Test
    void the_same_name_twice_makes_a_container_unsound() throws IOException {
        var entries = entries(signed(SignatureForm.ASIC_E));
        entries.put("invoice.xmm", INVOICE.replace("100", "999").getBytes(StandardCharsets.US_ASCII));
        var octets = Files.readString(zip("twice.asice", entries), StandardCharsets.ISO_8859_1);
        var twice = Files.writeString(
                desk.resolve("twice.asice"), octets.replace("invoice.xmm", "invoice.xml"), StandardCharsets.ISO_8859_1);

        assertThat(refusal(twice)).isEqualTo(ProblemCode.SIGNATURE_FILE_DAMAGED);
    }

    /** Programs that unpack by the directory at the end find another file than those that read from the beginning. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void both_directories_of_a_container_lead_to_the_same_octets(boolean signedFirst) throws IOException {
        var forged = INVOICE.replace("100", "999");
        var entries = entries(signed(SignatureForm.ASIC_E));
        entries.put("invoice.xml", (signedFirst ? INVOICE : forged).getBytes(StandardCharsets.US_ASCII));
        var sound = zip("sound.asice", entries);
        var atTheEnd = signedFirst ? forged : INVOICE;
        var other = Map.of("invoice.xml", atTheEnd.getBytes(StandardCharsets.US_ASCII));
        var hidden = Files.readString(zip("hidden.zip", other), StandardCharsets.ISO_8859_1);
        var octets = Files.readString(sound, StandardCharsets.ISO_8859_1);
        int directory = octets.indexOf("PK\u0001\u0002");
        int end = octets.indexOf("PK\u0005\u0006");
        var entry = hidden.substring(0, hidden.indexOf("PK\u0001\u0002"));
        var theirs = hidden.substring(hidden.indexOf("PK\u0001\u0002"), hidden.indexOf("PK\u0005\u0006"));
        var out =
                new StringBuilder(octets.substring(0, directory)).append("gap!").append(entry);
        int moved = out.length();
        for (int from = directory; from < end; ) {
            int next = octets.indexOf("PK\u0001\u0002", from + 4);
            var each = octets.substring(from, next < 0 ? end : next);
            out.append(
                    each.contains("invoice.xml")
                            ? theirs.substring(0, 42) + littleEndian(directory + 4) + theirs.substring(46)
                            : each);
            from += each.length();
        }
        int length = out.length() - moved;
        var trailer = octets.substring(end);
        out.append(trailer, 0, 12)
                .append(littleEndian(length))
                .append(littleEndian(moved))
                .append(trailer.substring(20));
        var file = Files.writeString(desk.resolve("two.asice"), out, StandardCharsets.ISO_8859_1);
        try (var zip = new ZipFile(file.toFile())) {
            assertThat(new String(
                            zip.getInputStream(zip.getEntry("invoice.xml")).readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo(atTheEnd);
        }

        assertThat(verdict(file)).isNotEqualTo(Optional.of(Verdict.VALID));
    }

    private static String littleEndian(int number) {
        var text = new StringBuilder();
        for (int shift = 0; shift < 32; shift += 8) {
            text.append((char) (number >> shift & 0xff));
        }
        return text.toString();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/vnd.etsi.asic-s+zip",
                "application/pdf",
                "text/html",
                "application/vnd.etsi.asic-e+zip\n",
                ""
            })
    void a_container_of_several_files_says_what_it_is(String mimetype) throws IOException {
        var entries = entries(signed(SignatureForm.ASIC_E));
        entries.put("annex.txt", "also".getBytes(StandardCharsets.US_ASCII));
        entries.put("mimetype", mimetype.getBytes(StandardCharsets.US_ASCII));

        assertThat(verdict(zip("other.asice", entries))).isNotEqualTo(Optional.of(Verdict.VALID));
    }

    @Test
    void octets_before_or_behind_a_container_are_not_taken_for_it() throws IOException {
        var octets = Files.readString(
                zip("sound.asice", entries(signed(SignatureForm.ASIC_E))), StandardCharsets.ISO_8859_1);
        var comment = octets.substring(0, octets.length() - 2) + "\u0016\u0000";
        for (var more : List.of(
                "PK\u0003\u0004" + octets,
                "#!/bin/sh\n" + octets,
                octets + octets,
                octets + "more",
                comment + octets.substring(octets.length() - 22),
                octets.substring(0, octets.length() - 1))) {
            assertThat(verdict(Files.writeString(desk.resolve("more.asice"), more, StandardCharsets.ISO_8859_1)))
                    .isNotEqualTo(Optional.of(Verdict.VALID));
        }
    }

    @Test
    void a_container_that_grows_beyond_belief_is_left_alone() throws IOException {
        var entries = entries(signed(SignatureForm.ASIC_E));
        entries.put("bomb", new byte[64 << 20]);

        assertThat(refusal(zip("bomb.asice", entries))).isEqualTo(ProblemCode.SIGNATURE_FILE_DAMAGED);
    }

    @Test
    void what_has_no_signature_is_unsigned_or_unknown() throws IOException {
        assertThat(verdict(invoice())).contains(Verdict.UNSIGNED);
        assertThat(verdict(made("a.json", "{\"sum\":100}"))).contains(Verdict.UNSIGNED);
        assertThat(refusal(made("a.txt", "hello"))).isEqualTo(ProblemCode.FORMAT_UNKNOWN);
    }

    @ParameterizedTest
    @EnumSource(value = SignatureForm.class, mode = EnumSource.Mode.EXCLUDE, names = "PADES")
    void a_file_that_changed_in_between_is_not_signed_and_nothing_is_left(SignatureForm form) throws IOException {
        var file = invoice();
        try (var prepared = FormatsForTests.prepared(file, form, SIGNER, ALGORITHM)) {
            var value = SIGNER.sign(prepared.toBeSigned(), ALGORITHM);
            Files.writeString(file, INVOICE.replace("100", "999"));
            var target = prepared.targetIn(desk, "-signed");

            assertThat(prepared.embed(value, target))
                    .isEqualTo(new Embedding.Refused(Problem.of(ProblemCode.DOCUMENT_CHANGED)));
            assertThat(desk.toFile().list()).containsExactly("invoice.xml");

            Files.writeString(file, INVOICE);
            Files.writeString(target, "mine");
            assertThat(prepared.embed(value, target))
                    .isEqualTo(new Embedding.Refused(Problem.of(ProblemCode.TARGET_EXISTS)));
            assertThat(target).hasContent("mine");
            assertThat(prepared.embed(SIGNER.sign(Bytes.utf8("x").sha256(), ALGORITHM), desk.resolve("new")))
                    .isEqualTo(new Embedding.Refused(Problem.of(ProblemCode.SIGNATURE_DID_NOT_VERIFY)));
        }
    }

    @Test
    void what_a_format_cannot_carry_is_refused_with_its_reason() throws IOException {
        var file = invoice();
        var edwards = CA.signer("Edwards", KeyAlgorithm.ED25519);
        var p384 = CA.signer("Longer", KeyAlgorithm.P_384);

        assertThat(FormatsForTests.refused(file, SignatureForm.CADES_DETACHED, edwards, SignAlgorithm.ED25519))
                .isEqualTo(ProblemCode.FORMAT_NOT_FOR_KEY);
        var mlDsa = CA.signer("Later", KeyAlgorithm.ML_DSA_65);
        for (var form : SignatureForm.values()) {
            if (form != SignatureForm.PADES) {
                assertThat(FormatsForTests.refused(file, form, mlDsa, SignAlgorithm.ML_DSA_65))
                        .isEqualTo(ProblemCode.FORMAT_NOT_FOR_KEY);
            }
        }
        assertThat(FormatsForTests.refused(file, SignatureForm.JADES_ENVELOPING, p384, SignAlgorithm.ECDSA_WITH_SHA256))
                .isEqualTo(ProblemCode.ALGORITHM_NOT_ALLOWED);
        assertThat(FormatsForTests.refused(made("e", ""), SignatureForm.ASIC_E, SIGNER, ALGORITHM))
                .isEqualTo(ProblemCode.FILE_EMPTY);
        assertThat(FormatsForTests.refused(made("mimetype", "x"), SignatureForm.ASIC_E, SIGNER, ALGORITHM))
                .isEqualTo(ProblemCode.FORMAT_NOT_FOR_FILE);
        assertThat(FormatsForTests.refused(
                        made("c.xml", "<a><!-- b --></a>"), SignatureForm.XADES_ENVELOPED, SIGNER, ALGORITHM))
                .isEqualTo(ProblemCode.FORMAT_NOT_FOR_FILE);
        assertThat(FormatsForTests.refused(
                        signed(SignatureForm.XADES_ENVELOPED), SignatureForm.XADES_ENVELOPED, SIGNER, ALGORITHM))
                .isEqualTo(ProblemCode.DOCUMENT_LOCKED);
        assertThat(FormatsForTests.refused(desk.resolve("nothing"), SignatureForm.ASIC_E, SIGNER, ALGORITHM))
                .isEqualTo(ProblemCode.FILE_MISSING);
        var large = Files.write(desk.resolve("large"), new byte[12 << 20]);
        assertThat(FormatsForTests.refused(large, SignatureForm.JADES_ENVELOPING, SIGNER, ALGORITHM))
                .isEqualTo(ProblemCode.FILE_TOO_LARGE_FOR_FORMAT);
        assertThat(FormatsForTests.signed(large, SignatureForm.ASIC_S, SIGNER, ALGORITHM))
                .exists();
        assertThat(FormatsForTests.refused(desk, SignatureForm.ASIC_E, SIGNER, ALGORITHM))
                .isEqualTo(ProblemCode.FILE_NOT_REGULAR);
    }
}
