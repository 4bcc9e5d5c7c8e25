package dev.natsuin.sap.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How often one address may ask: so many at once, then so many a minute.
 *
 * <p>An IPv6 client counts by its /64, which is one household or office. The last {@value #MOST_ADDRESSES} addresses
 * are remembered. Thread-safe.
 */
final class RateLimit {
    private static final int MOST_ADDRESSES = 50_000;

    private final int burst;
    private final double perSecond;
    private final InstantSource clock;
    private final Map<String, Bucket> buckets = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
            return size() > MOST_ADDRESSES;
        }
    };

    RateLimit(int burst, int perMinute, InstantSource clock) {
        this.burst = burst;
        this.perSecond = perMinute / 60.0;
        this.clock = clock;
    }

    private record Bucket(double left, Instant at) {}

    /** True if the address may ask once more now. */
    synchronized boolean admits(String address) {
        var now = clock.instant();
        var key = household(address);
        var bucket = buckets.getOrDefault(key, new Bucket(burst, now));
        var gained = Math.max(0, Duration.between(bucket.at(), now).toMillis()) / 1000.0 * perSecond;
        var left = Math.min(burst, bucket.left() + gained);
        var admitted = left >= 1;
        buckets.put(key, new Bucket(admitted ? left - 1 : left, now));
        return admitted;
    }

    private static String household(String address) {
        if (!address.contains(":")) {
            return address;
        }
        try {
            var octets = InetAddress.getByName(address).getAddress(); // a literal: nothing is looked up
            var prefix = new StringBuilder();
            for (int i = 0; i < Math.min(8, octets.length); i++) {
                prefix.append(Integer.toHexString(octets[i] & 0xff)).append('.');
            }
            return prefix.toString();
        } catch (UnknownHostException e) {
            return address;
        }
    }
}
