package dev.natsuin.sap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.statement.Role;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import kotlin.Unit;
import kotlinx.serialization.DeserializationStrategy;
import kotlinx.serialization.json.Json;
import kotlinx.serialization.json.JsonKt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What the SAP answers, as the client of the EUDI wallet reads it: by that client's own classes, which Java reaches by
 * their names alone, as they are not public in their own language.
 */
final class EudiClientTest {
    private static final String CLASSES = "eu.europa.ec.eudi.rqes.internal.http.";

    @TempDir
    Path folder = Path.of("");

    private RunningSap sap;

    @BeforeEach
    void start() {
        sap = new RunningSap(folder);
    }

    @AfterEach
    void stop() {
        sap.close();
    }

    /** As that client decodes: members that it does not know are passed over. */
    private static Object decoded(String name, String text) throws ReflectiveOperationException {
        var serializer = method(companion(Class.forName(CLASSES + name)), "serializer");
        var json = JsonKt.Json(Json.Default, builder -> {
            builder.setIgnoreUnknownKeys(true);
            return Unit.INSTANCE;
        });
        return json.decodeFromString(
                (DeserializationStrategy<?>) serializer.invoke(companion(Class.forName(CLASSES + name))), text);
    }

    private static Object companion(Class<?> of) throws ReflectiveOperationException {
        var companion = of.getField("Companion");
        companion.setAccessible(true);
        return companion.get(null);
    }

    private static Method method(Object of, String name) {
        return method(of.getClass(), name);
    }

    /** Kotlin puts a sign of the parameters' types behind some names. */
    private static Method method(Class<?> of, String name) {
        return Arrays.stream(of.getMethods())
                .filter(method ->
                        method.getName().equals(name) || method.getName().startsWith(name + "-"))
                .findFirst()
                .orElseThrow(() -> new AssertionError(of + " has no " + name));
    }

    /** What it makes of an answer for its callers: certificates, times and statuses are read. */
    private static String understood(Object answer, Object... more) throws ReflectiveOperationException {
        var companion = companion(answer.getClass());
        var arguments = new Object[more.length + 1];
        arguments[0] = answer;
        System.arraycopy(more, 0, arguments, 1, more.length);
        try {
            return String.valueOf(method(companion, "toDomain").invoke(companion, arguments));
        } catch (InvocationTargetException e) {
            throw new AssertionError("not understood", e.getCause());
        }
    }

    @Test
    void it_reads_what_the_server_says_of_itself() throws ReflectiveOperationException {
        var text = sap.post("/csc/v2/info", "{}", "").text();
        var parser = Class.forName(CLASSES + "RSSPMetadataJsonParserKt");

        var read = method(parser, "access$contents")
                .invoke(null, url("https://natsuin.example/csc/v2"), decoded("RSSPMetadataTO", text));

        assertThat(String.valueOf(read))
                .contains("name=Natsuin", "authTypes=[External]", "asynchronousOperationMode=true")
                .contains(
                        "methods=[Info, CredentialsList, CredentialsInfo, SignaturesSignHash, SignaturesSignPolling]");
    }

    private static URL url(String text) {
        try {
            return URI.create(text).toURL();
        } catch (MalformedURLException e) {
            throw new IllegalStateException(e);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = KeyAlgorithm.class,
            names = {"RSA_2048", "RSA_3072", "RSA_4096", "P_256", "P_384", "P_521", "ED25519"})
    void it_understands_each_key_with_its_certificates(KeyAlgorithm algorithm) throws ReflectiveOperationException {
        var desk = sap.enrolled(Role.SIGNER);
        var token = desk.token();
        var keyId = desk.createKey(algorithm, token);
        var wishes = "\"certificates\":\"chain\",\"certInfo\":true,\"authInfo\":true,\"lang\":null,\"clientData\":null";

        var alone = sap.post("/csc/v2/credentials/info", "{\"credentialID\":\"" + keyId + "\"," + wishes + "}", token);
        var listed = sap.post(
                "/csc/v2/credentials/list", "{\"credentialInfo\":true,\"onlyValid\":true," + wishes + "}", token);

        var credential = understood(decoded("CredentialInfoTO$Success", alone.text()), keyId);
        assertThat(credential)
                .contains("value=" + keyId, "status=Enabled", "status=Valid", "authorizationMode=Explicit", "scal=Two");
        var list = decoded("CredentialsListTO$Success", listed.text());
        assertThat(method(list, "getCredentialIds").invoke(list)).isEqualTo(List.of(keyId));
        var infos = (List<?>) method(list, "getCredentialInfos").invoke(list);
        assertThat(infos).hasSize(1);
        assertThat(understood(infos.get(0))).isEqualTo(credential);
    }

    @Test
    void it_reads_the_signatures_in_their_order() throws ReflectiveOperationException {
        var desk = sap.enrolled(Role.SIGNER);
        var token = desk.token();
        var keyId = desk.createKey(KeyAlgorithm.P_256, token);
        var hashes = List.of(Bytes.utf8("one").sha256(), Bytes.utf8("two").sha256());
        var answer = sap.post(
                "/csc/v2/signatures/signHash",
                desk.signHash(keyId, hashes).build().toBytes().toUtf8(),
                token);

        var read = decoded("SignHashResponseTO$Success", answer.text());

        var signatures = method(read, "getSignatures").invoke(read);
        assertThat(signatures)
                .isEqualTo(hashes.stream().map(hash -> hash.sha256().toBase64()).toList());
    }

    @Test
    void it_reads_why_nothing_was_signed() throws ReflectiveOperationException {
        var desk = sap.enrolled(Role.SIGNER);
        var refused = sap.post("/csc/v2/signatures/signHash", "{\"credentialID\":\"x\"}", desk.token());

        var read = decoded("SignHashResponseTO$Failure", refused.text());

        assertThat(method(read, "getError").invoke(read)).isEqualTo("invalid_request");
    }
}
