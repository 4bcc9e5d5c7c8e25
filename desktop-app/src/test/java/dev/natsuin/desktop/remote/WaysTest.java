package dev.natsuin.desktop.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.natsuin.desktop.desk.BasicLogin;
import dev.natsuin.desktop.desk.HttpProxy;
import dev.natsuin.desktop.desk.ProxyWish;
import dev.natsuin.desktop.desk.Refusal;
import dev.natsuin.protocol.problem.ProblemCode;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A wish, the environment and the system, each saying something else. */
final class WaysTest {
    private static final URI SERVER = URI.create("https://signing.office.example:8443/api");
    private static final ProxySelector SYSTEM =
            says(new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved("system.example", 3128)));

    private static ProxySelector says(Proxy proxy) {
        return new ProxySelector() {
            @Override
            public List<Proxy> select(URI address) {
                return List.of(proxy, Proxy.NO_PROXY);
            }

            @Override
            public void connectFailed(URI address, SocketAddress proxys, IOException why) {
                throw new AssertionError("nobody says so");
            }
        };
    }

    private static Optional<HttpProxy> to(URI address, Map<String, String> environment) throws Refusal {
        return Ways.of(environment, () -> SYSTEM).to(address);
    }

    private static Optional<String> host(URI address, Map<String, String> environment) throws Refusal {
        return to(address, environment).map(HttpProxy::host);
    }

    @Test
    void a_wish_wins_over_variables_and_they_over_the_system() throws Refusal {
        var environment = Map.of("HTTPS_PROXY", "http://variable.example:8080");
        var wished = new ProxyWish.Through(new HttpProxy("wished.example", 80), List.of("tsa.example"));
        var ways = Ways.of(environment, () -> SYSTEM);

        assertThat(ways.wished(() -> wished).to(SERVER)).contains(wished.proxy());
        assertThat(ways.wished(() -> wished).to(URI.create("http://tsa.example/")))
                .isEmpty();
        assertThat(ways.wished(ProxyWish.Directly::new).to(SERVER)).isEmpty();
        assertThat(ways.to(SERVER)).contains(new HttpProxy("variable.example", 8080));
        assertThat(to(SERVER, Map.of())).contains(new HttpProxy("system.example", 3128));
    }

    @Test
    void each_scheme_has_its_variable_and_lower_case_wins() throws Refusal {
        var all = Map.of(
                "HTTPS_PROXY", "upper:1", "https_proxy", "lower:2", "http_proxy", "plain:3", "ALL_PROXY", "all:4");

        assertThat(host(SERVER, all)).contains("lower");
        assertThat(host(URI.create("http://tsa.example/"), all)).contains("plain");
        assertThat(host(SERVER, Map.of("http_proxy", "plain:3", "ALL_PROXY", "all:4")))
                .contains("all");
        assertThat(host(SERVER, Map.of("https_proxy", "", "HTTPS_PROXY", "upper:1")))
                .contains("system.example");
    }

    @ParameterizedTest
    @CsvSource({
        "signing.office.example, true",
        "office.example, true",
        ".office.example, true",
        "*.office.example, true",
        "OFFICE.example, true",
        "office.example., true",
        "office.example:8443, true",
        "office.example:443, false",
        "fice.example, false",
        "'other.example, office.example', true",
        "'other.example office.example', true",
        "*, true",
        "signing, false",
        "<local>, false",
        "'', false",
    })
    void hosts_that_are_excepted_are_reached_directly(String exceptions, boolean directly) throws Refusal {
        var environment = Map.of("HTTPS_PROXY", "variable.example:8080", "NO_PROXY", exceptions);

        assertThat(to(SERVER, environment).isEmpty()).isEqualTo(directly);
    }

    @ParameterizedTest
    @CsvSource({
        "https://10.1.2.3/, 10.0.0.0/8, true",
        "https://10.1.2.3/, 10.1.2.2/31, true",
        "https://10.1.2.3/, 10.1.2.0/31, false",
        "https://10.1.2.3/, 0.0.0.0/0, true",
        "https://10.1.2.3/, 10.1.2.3/33, false",
        "https://10.1.2.3/, 10.1.2.3, true",
        "https://10.1.2.3/, 10.1.2.3:443, true",
        "https://10.1.2.3/, 10.1.2.3:80, false",
        "https://10.1.2.3/, 2.3, false",
        "https://11.1.2.3/, 10.0.0.0/8, false",
        "https://[fd00::1]/, fd00::/8, true",
        "https://[fd00::1]/, [fd00:0::1], true",
        "https://[fd00::1]/, fd00:0::1, true",
        "https://[fd00::1]/, [fd00::1]:443, true",
        "https://[fd00::1]/, 10.0.0.0/8, false",
        "https://server/, <local>, true",
        "https://office.example/, 10.0.0.0/8, false",
        "http://office.example/, office.example:80, true",
    })
    void addresses_blocks_and_local_names_can_be_excepted(URI address, String exception, boolean directly)
            throws Refusal {
        var environment = Map.of("ALL_PROXY", "variable.example:8080", "no_proxy", exception);

        assertThat(to(address, environment).isEmpty()).isEqualTo(directly);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://localhost:8443/",
                "http://127.0.0.1/",
                "http://127.9.9.9/",
                "http://[::1]:80/",
                "http://tsa.localhost/"
            })
    void this_computer_itself_is_never_behind_a_proxy(URI address) throws Refusal {
        var wished = new ProxyWish.Through(new HttpProxy("wished.example", 80), List.of());
        var environment = Map.of("ALL_PROXY", "variable.example:8080");

        assertThat(Ways.of(environment, () -> SYSTEM).wished(() -> wished).to(address))
                .isEmpty();
        assertThat(to(address, environment)).isEmpty();
        assertThat(to(address, Map.of())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "socks5://proxy:1080",
                "https://proxy:443",
                "proxy",
                "http://proxy:0",
                "http://proxy:65536",
                "http://pro xy:80",
                "proxy:",
                "http://%zz@proxy:80",
                "file:///proxy",
                "http://proxy:80/path"
            })
    void what_is_no_http_proxy_is_refused_and_not_passed_over(String named) {
        assertThatThrownBy(() -> to(SERVER, Map.of("HTTPS_PROXY", named)))
                .isInstanceOfSatisfying(
                        Refusal.class,
                        refusal -> assertThat(refusal.why().code()).isEqualTo(ProblemCode.PROXY_UNUSABLE));
    }

    @Test
    void a_proxy_of_the_system_that_is_no_http_proxy_is_refused() {
        var socks = new Proxy(Proxy.Type.SOCKS, InetSocketAddress.createUnresolved("socks.example", 1080));

        assertThatThrownBy(() -> Ways.of(Map.of(), () -> says(socks)).to(SERVER))
                .isInstanceOfSatisfying(
                        Refusal.class,
                        refusal -> assertThat(refusal.why().code()).isEqualTo(ProblemCode.PROXY_UNUSABLE));
    }

    @Test
    void a_proxy_is_read_with_all_that_a_url_can_say() {
        assertThat(HttpProxy.read("http://proxy.example")).contains(new HttpProxy("proxy.example", 80));
        assertThat(HttpProxy.read(" HTTP://my_proxy:3128/ ")).contains(new HttpProxy("my_proxy", 3128));
        assertThat(HttpProxy.read("[fd00::1]:3128")).contains(new HttpProxy("fd00::1", 3128));
        assertThat(new HttpProxy("fd00::1", 3128).address()).isEqualTo("http://[fd00::1]:3128");
        assertThat(HttpProxy.read("http://%E8%8A%B1%E5%AD%90:a%3Ab%40+@proxy:80"))
                .contains(new HttpProxy("proxy", 80, Optional.of(new BasicLogin("花子", "a:b@+"))));
    }

    @Test
    void a_password_is_never_shown() {
        var proxy = new HttpProxy("proxy", 80, Optional.of(new BasicLogin("hanako", "himitsu")));

        assertThat(proxy + " " + new ProxyWish.Through(proxy, List.of()) + " " + proxy.address())
                .contains("hanako")
                .doesNotContain("himitsu");
    }
}
