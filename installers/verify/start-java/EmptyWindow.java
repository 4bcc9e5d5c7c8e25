import atlantafx.base.theme.PrimerLight;
import javafx.application.Application;
import javafx.application.Platform;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.scene.layout.StackPane;
import javafx.stage.Stage;

/** The least that any program of our kind is: one window of our size in AtlantaFX with one line of text. */
public final class EmptyWindow {
    private EmptyWindow() {}

    public static void main(String[] arguments) {
        Platform.startup(() -> {
            Application.setUserAgentStylesheet(new PrimerLight().getUserAgentStylesheet());
            var stage = new Stage();
            stage.setTitle("Empty");
            stage.setScene(new Scene(new StackPane(new Label("署名 Sign")), 1280, 800));
            Platform.runLater(stage::sizeToScene);
            stage.show();
        });
    }
}
