package dev.natsuin.link;

import java.security.cert.X509Certificate;
import javax.net.ssl.X509TrustManager;

/** A careless stranger, who talks to anybody. */
final class TrustAll implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
