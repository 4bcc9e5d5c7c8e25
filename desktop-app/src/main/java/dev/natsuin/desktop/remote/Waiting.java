package dev.natsuin.desktop.remote;

/** How somebody waits for the answer to an order. Both are called on the working thread and must return at once. */
public interface Waiting {
    /** The server has the order and works on it; told again and again while it does. */
    void serverWorks();

    /** True if the answer shall be waited for no longer. The order stays what it is, and stays kept. */
    boolean ended();

    /** Waits as long as patience lasts. */
    Waiting PATIENTLY = new Waiting() {
        @Override
        public void serverWorks() {}

        @Override
        public boolean ended() {
            return false;
        }
    };
}
