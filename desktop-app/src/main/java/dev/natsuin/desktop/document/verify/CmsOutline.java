package dev.natsuin.desktop.document.verify;

import dev.natsuin.desktop.document.NamedFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import org.bouncycastle.asn1.ASN1InputStream;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.asn1.cms.SignedData;

/** The parts of a CMS (RFC 5652). */
final class CmsOutline {
    private CmsOutline() {}

    /** Reads it into memory, which the caller has found small enough. */
    static FileOutline of(Path file) throws IOException {
        var in = new ByteArrayInputStream(NamedFile.octets(file, FileVerification.MOST_BYTES));
        var signed = SignedData.getInstance(
                ContentInfo.getInstance(new ASN1InputStream(in).readObject()).getContent());
        var content = signed.getEncapContentInfo();
        // Nothing may follow: no signature covers it. And only data is somebody's document.
        var explained = in.available() == 0 && CMSObjectIdentifiers.data.equals(content.getContentType());
        return FileOutline.of(
                signed.getSignerInfos().size(),
                content.getContent() == null ? FileOutline.Content.ELSEWHERE : FileOutline.Content.HERE,
                explained);
    }
}
