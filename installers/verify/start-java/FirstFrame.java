import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import javafx.animation.AnimationTimer;
import javafx.application.Platform;
import javafx.stage.Window;

/**
 * Runs the program named first and tells, once, how many milliseconds after {@code -Dbegun} (of the shell that started
 * it) the second frame of its window began: by then the first has been drawn; and how many of a processor all its threads
 * had until then, which a busy machine changes less. Costs both programs the same.
 */
public final class FirstFrame {
    private FirstFrame() {}

    public static void main(String[] arguments) throws Exception {
        if (arguments.length == 0) {
            Class.forName("FirstFrame$1"); // For a class archive of this program alone.
            return;
        }
        var watch = new Thread(FirstFrame::waitForWindow, "first frame");
        watch.setDaemon(true);
        watch.start();
        var rest = Arrays.copyOfRange(arguments, 1, arguments.length);
        Class.forName(arguments[0]).getMethod("main", String[].class).invoke(null, (Object) rest);
    }

    private static void waitForWindow() {
        while (true) {
            try {
                Thread.sleep(5);
                Platform.runLater(FirstFrame::count);
                return;
            } catch (IllegalStateException e) {
                // The toolkit is not there yet.
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    /** User and system time of this process; Linux counts in hundredths of a second. */
    private static long processorTime() {
        try {
            var words = Files.readString(Path.of("/proc/self/stat")).replaceFirst("^.*\\) ", "").split(" ");
            return (Long.parseLong(words[11]) + Long.parseLong(words[12])) * 10;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void count() {
        new AnimationTimer() {
            private int frames;

            @Override
            public void handle(long now) {
                if (new ArrayList<>(Window.getWindows()).stream().noneMatch(Window::isShowing)) {
                    return;
                }
                if (++frames == 2) {
                    stop();
                    var milliseconds = System.currentTimeMillis() - Long.getLong("begun");
                    System.err.println("frame " + milliseconds + " " + processorTime() + " ms");
                }
            }
        }.start();
    }
}
