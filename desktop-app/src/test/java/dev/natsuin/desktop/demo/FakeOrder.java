package dev.natsuin.desktop.demo;

import dev.natsuin.desktop.desk.KeyRow;
import dev.natsuin.desktop.desk.Order;
import dev.natsuin.desktop.desk.SignOptions;
import dev.natsuin.protocol.algorithm.HashAlgorithm;
import dev.natsuin.protocol.bytes.Bytes;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

/** An order of the pretending desk. */
record FakeOrder(List<Item> items, KeyRow key, SignOptions options, AtomicInteger open) implements Order {
    FakeOrder {
        open.incrementAndGet();
    }

    @Override
    public String comparisonCode() {
        var all = leaving().stream().map(Leaving::hash).toArray(Bytes[]::new);
        var code = Bytes.concat(all).sha256().toHex().toUpperCase(Locale.ROOT).substring(0, 8);
        return code.substring(0, 4) + "-" + code.substring(4);
    }

    @Override
    public List<Leaving> leaving() {
        return items.stream()
                .flatMap(item -> item.hash().given().stream()
                        .map(hash -> new Leaving(item.document().file(), HashAlgorithm.SHA_256, hash)))
                .toList();
    }

    @Override
    public void close() {
        open.decrementAndGet();
    }
}
