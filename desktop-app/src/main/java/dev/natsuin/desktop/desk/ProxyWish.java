package dev.natsuin.desktop.desk;

import java.util.List;

/** By which way this computer is to reach servers and the services of authorities. */
public sealed interface ProxyWish {
    /** As everything on this computer does: by the environment's variables, else by the system's settings. */
    record AsUsual() implements ProxyWish {}

    /** Directly, whatever the system says. */
    record Directly() implements ProxyWish {}

    /**
     * Through this proxy.
     *
     * @param exceptions hosts that are reached directly, as in the variable {@code NO_PROXY}
     */
    record Through(HttpProxy proxy, List<String> exceptions) implements ProxyWish {
        /** Copies the list. */
        public Through {
            exceptions = List.copyOf(exceptions);
        }
    }
}
