package dev.natsuin.desktop.device;

import dev.natsuin.desktop.desk.BasicLogin;
import dev.natsuin.desktop.desk.HttpProxy;
import dev.natsuin.desktop.desk.ProxyWish;
import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.json.JsonObject;
import java.util.Optional;

/** How a profile keeps by which way servers are to be reached, with what a proxy wants to know. */
final class ProxyFile {
    private static final String DIRECTLY = "directly";

    private ProxyFile() {}

    /** Nothing is kept of a wish for nothing in particular. */
    static Optional<Bytes> toBytes(ProxyWish wish) {
        if (wish instanceof ProxyWish.AsUsual) {
            return Optional.empty();
        }
        var json = JsonObject.empty().and("v", 1);
        if (wish instanceof ProxyWish.Through through) {
            json.and("proxy", through.proxy().address()).andTexts("exceptions", through.exceptions());
            through.proxy()
                    .login()
                    .ifPresent(login -> json.and("user", login.user()).and("password", login.password()));
        } else {
            json.and("proxy", DIRECTLY);
        }
        return Optional.of(json.build().toBytes());
    }

    static ProxyWish read(Bytes text) throws Malformed {
        var json = JsonObject.strict(text).reader();
        json.exactly("v", 1);
        var named = json.text("proxy");
        var wish = named.equals(DIRECTLY) ? new ProxyWish.Directly() : through(named, json);
        json.end();
        return wish;
    }

    private static ProxyWish through(String named, JsonObject.Reader json) throws Malformed {
        var proxy = HttpProxy.read(named)
                .filter(each -> each.login().isEmpty())
                .orElseThrow(() -> new Malformed("no proxy that can be used"));
        var exceptions = json.texts("exceptions");
        var user = json.optionalText("user");
        var login = user.isPresent()
                ? Optional.of(new BasicLogin(user.get(), json.text("password")))
                : Optional.<BasicLogin>empty();
        return new ProxyWish.Through(proxy.with(login), exceptions);
    }
}
