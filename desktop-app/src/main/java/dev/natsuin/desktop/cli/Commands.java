package dev.natsuin.desktop.cli;

import dev.natsuin.desktop.words.Words;
import dev.natsuin.protocol.statement.Reason;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * The commands there are, by name. Made without annotations: reading those by reflection would cost every start a tenth
 * of a second.
 */
final class Commands {
    private static final List<String> GROUPS = List.of("keys", "staff", "log", "device", "pin");

    private final Words words;
    private final Map<String, Call.Work> works = new LinkedHashMap<>();
    private final CommandSpec root;

    Commands(Words words) {
        this.words = words;
        this.root = command("natsuin", "");
        root.addSubcommand(
                "enrol",
                leaf("enrol", Enrol::run)
                        .addOption(text("--code-file", "FILE|-"))
                        .addOption(flag("--replace")));
        root.addSubcommand(
                "keys",
                command("keys", "")
                        .addSubcommand("list", leaf("keys list", Keys::list))
                        .addSubcommand(
                                "create", leaf("keys create", Keys::create).addOption(text("--algorithm", "ALGORITHM")))
                        .addSubcommand(
                                "import",
                                leaf("keys import", Keys::importKey)
                                        .addOption(text("--alias", "NAME"))
                                        .addPositional(one("FILE.p12")))
                        .addSubcommand(
                                "destroy", leaf("keys destroy", Keys::destroy).addPositional(one("KEYID")))
                        .addSubcommand(
                                "renew",
                                leaf("keys renew", Keys::renew)
                                        .addOption(flag("--new-key"))
                                        .addPositional(one("KEYID"))));
        root.addSubcommand(
                "device",
                command("device", "")
                        .addSubcommand("list", leaf("device list", DevicesOfMine::list))
                        .addSubcommand(
                                "invite",
                                leaf("device invite", DevicesOfMine::invite).addOption(text("--out", "CODEFILE")))
                        .addSubcommand(
                                "remove",
                                leaf("device remove", DevicesOfMine::remove).addPositional(one("ID")))
                        .addSubcommand(
                                "server",
                                asksNoPin("device server", ServerPlace::run).addOption(text("--to", "URL")))
                        .addSubcommand(
                                "secret",
                                asksNoPin("device secret", DeviceSecretPlace::run)
                                        .addOption(text("--to", "keyring|file"))));
        root.addSubcommand(
                "pin", command("pin", "").addSubcommand("change", leaf("pin change", DevicesOfMine::changePin)));
        root.addSubcommand(
                "sign",
                leaf("sign", Sign::run)
                        .addOption(text("--out", "DIR"))
                        .addOption(text("--suffix", "SUFFIX"))
                        .addOption(text("--level", "B|T|LT|LTA"))
                        .addOption(texts("--tsa", "URL"))
                        .addOption(text("--format", "FORMAT"))
                        .addOption(text("--packaging", "PACKAGING"))
                        .addOption(text("--key", "KEYID"))
                        .addOption(text("--rsa-padding", "PADDING"))
                        .addOption(text("--hash", "HASH"))
                        .addOption(text("--field", "NAME"))
                        .addOption(text("--certify", "1|2|3"))
                        .addOption(text("--reason", "TEXT"))
                        .addOption(text("--location", "TEXT"))
                        .addOption(text("--visible", "PAGE,X,Y,W,H"))
                        .addOption(text("--anchor", "TEXT"))
                        .addOption(text("--anchor-which", "first|last"))
                        .addOption(text("--anchor-size", "W,H"))
                        .addOption(text("--image", "FILE"))
                        .addOption(flag("--repair"))
                        .addOption(flag("--yes"))
                        .addOption(text("--summary", "FILE"))
                        .addOption(flag("--resume"))
                        .addOption(flag("--give-up"))
                        .addPositional(any("FILE")));
        root.addSubcommand(
                "verify",
                leaf("verify", Verify::run)
                        .addOption(texts("--trust", "FILE"))
                        .addOption(flag("--trust-system"))
                        .addOption(texts("--trusted-list", "XML"))
                        .addOption(texts("--list-signer", "FILE"))
                        .addOption(text("--report", "OUT.html|pdf|xml|json"))
                        .addOption(text("--detached", "FILE"))
                        .addOption(flag("--offline"))
                        .addPositional(many("FILE")));
        root.addSubcommand("inspect", leaf("inspect", Inspect::run).addPositional(many("FILE")));
        root.addSubcommand(
                "extend",
                leaf("extend", Extend::run)
                        .addOption(text("--level", "T|LT|LTA"))
                        .addOption(text("--detached", "FILE"))
                        .addOption(texts("--tsa", "URL"))
                        .addOption(text("--out", "DIR"))
                        .addOption(text("--suffix", "SUFFIX"))
                        .addOption(flag("--waiting"))
                        .addOption(flag("--ending"))
                        .addOption(flag("--renew"))
                        .addPositional(any("FILE")));
        root.addSubcommand(
                "activity",
                leaf("activity", ActivityLog::run).addOption(flag("--verify")).addOption(flag("--by-staff")));
        root.addSubcommand(
                "log",
                command("log", "")
                        .addSubcommand(
                                "checkpoint",
                                leaf("log checkpoint", SignatureLogs::checkpoint)
                                        .addOption(text("--out", "FILE"))
                                        .addOption(text("--since", "FILE")))
                        .addSubcommand(
                                "search",
                                leaf("log search", LogSearch::search)
                                        .addOption(text("--operation", "OPERATION"))
                                        .addOption(text("--person", "USER"))
                                        .addOption(text("--key", "KEYID"))
                                        .addOption(text("--device", "ID"))
                                        .addOption(text("--reason", "CODE", "help.option.log.reason"))
                                        .addOption(text("--after", "TIME"))
                                        .addOption(text("--before", "TIME"))
                                        .addOption(text("--in", "FILE")))
                        .addSubcommand(
                                "export", leaf("log export", LogSearch::export).addPositional(one("FILE"))));
        root.addSubcommand(
                "staff",
                command("staff", "")
                        .addSubcommand(
                                "invite",
                                leaf("staff invite", Staff::invite)
                                        .addOption(required("--name", "NAME"))
                                        .addOption(text("--kana", "READING"))
                                        .addOption(required("--email", "EMAIL"))
                                        .addOption(text("--role", "ROLE"))
                                        .addOption(text("--subject", "DN"))
                                        .addOption(text("--algorithm", "ALGORITHM"))
                                        .addOption(text("--evidence", "FILE"))
                                        .addOption(text("--import", "FILE.p12"))
                                        .addOption(text("--alias", "NAME"))
                                        .addOption(required("--out", "CODEFILE")))
                        .addSubcommand(
                                "import",
                                leaf("staff import", StaffImport::run)
                                        .addOption(text("--out", "DIR"))
                                        .addOption(flag("--dry-run"))
                                        .addPositional(one("FILE.csv")))
                        .addSubcommand("users", leaf("staff users", Staff::users))
                        .addSubcommand("renew-identity", leaf("staff renew-identity", Staff::renewIdentity))
                        .addSubcommand("waiting", leaf("staff waiting", Staff::waiting))
                        .addSubcommand(
                                "approve", leaf("staff approve", Staff::approve).addPositional(one("ID")))
                        .addSubcommand(
                                "withdraw",
                                because("withdraw", leaf("staff withdraw", Staff::withdraw))
                                        .addPositional(one("ID")))
                        .addSubcommand("keys", leaf("staff keys", Staff::keys).addPositional(one("USER")))
                        .addSubcommand(
                                "suspend",
                                because("suspend", leaf("staff suspend", Staff::suspend))
                                        .addPositional(one("USER")))
                        .addSubcommand(
                                "resume",
                                because("resume", leaf("staff resume", Staff::resume))
                                        .addPositional(one("USER")))
                        .addSubcommand(
                                "revoke",
                                because("revoke", leaf("staff revoke", Staff::revoke))
                                        .addPositional(one("USER")))
                        .addSubcommand(
                                "amend",
                                because("amend", leaf("staff amend", StaffAmend::run))
                                        .addOption(text("--name", "NAME"))
                                        .addOption(text("--kana", "READING"))
                                        .addOption(text("--email", "EMAIL"))
                                        .addOption(text("--subject", "DN"))
                                        .addOption(text("--evidence", "FILE", "help.option.amend.evidence"))
                                        .addOption(flag("--end-keys"))
                                        .addPositional(one("USER")))
                        .addSubcommand(
                                "re-enrol",
                                because("re-enrol", leaf("staff re-enrol", Staff::reEnrol))
                                        .addOption(required("--out", "CODEFILE"))
                                        .addPositional(one("USER")))
                        .addSubcommand(
                                "confirm",
                                leaf("staff confirm", Staff::confirm)
                                        .addOption(required("--fingerprint", "F"))
                                        .addPositional(one("USER"))));
    }

    /** An order of staff of this type, which can say why. */
    private CommandSpec because(String type, CommandSpec command) {
        var codes = Reason.Code.of(type).stream().map(Reason.Code::wireName).collect(Collectors.joining(", "));
        return command.addOption(OptionSpec.builder("--reason")
                        .type(String.class)
                        .arity("1")
                        .paramLabel("CODE")
                        .description(words.text("help.option.staff.reason", codes))
                        .build())
                .addOption(text("--note", "TEXT"));
    }

    CommandSpec root() {
        return root;
    }

    /** True if the first argument of a command line names a command. */
    static boolean isCommand(String argument) {
        return GROUPS.contains(argument)
                || List.of("enrol", "sign", "verify", "inspect", "extend", "activity", "help")
                        .contains(argument);
    }

    /** What the command with this qualified name does. */
    Call.Work work(String qualifiedName) {
        var work = works.get(qualifiedName);
        if (work == null) {
            throw new IllegalStateException("a group does nothing by itself");
        }
        return work;
    }

    boolean isGroup(String qualifiedName) {
        return !works.containsKey(qualifiedName);
    }

    private CommandSpec leaf(String name, Call.Work work) {
        return asksNoPin(name, work).addOption(flag("--pin-stdin"));
    }

    private CommandSpec asksNoPin(String name, Call.Work work) {
        works.put("natsuin " + name, work);
        return command(name, ".");
    }

    private CommandSpec command(String name, String end) {
        var spec = CommandSpec.create().name(name.substring(name.lastIndexOf(' ') + 1));
        spec.usageMessage().description(words.text("help." + name.replace(' ', '.')) + end);
        spec.usageMessage().abbreviateSynopsis(false);
        spec.addOption(OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .description(words.text("help.option.help"))
                .build());
        return spec;
    }

    private OptionSpec flag(String name) {
        return OptionSpec.builder(name).description(described(name)).build();
    }

    private OptionSpec text(String name, String label) {
        return option(name, label).build();
    }

    /** One that means something else than the option of this name of other commands. */
    private OptionSpec text(String name, String label, String described) {
        return option(name, label).description(words.text(described)).build();
    }

    private OptionSpec required(String name, String label) {
        return option(name, label).required(true).build();
    }

    private OptionSpec texts(String name, String label) {
        return OptionSpec.builder(name)
                .type(List.class)
                .auxiliaryTypes(String.class)
                .arity("1")
                .paramLabel(label)
                .description(described(name))
                .build();
    }

    private OptionSpec.Builder option(String name, String label) {
        return OptionSpec.builder(name)
                .type(String.class)
                .arity("1")
                .paramLabel(label)
                .description(described(name));
    }

    private String described(String name) {
        return words.text("help.option" + name.replace("--", "."));
    }

    private static PositionalParamSpec many(String label) {
        return files(label, "1..*").required(true).build();
    }

    private static PositionalParamSpec any(String label) {
        return files(label, "0..*").build();
    }

    private static PositionalParamSpec.Builder files(String label, String howMany) {
        return PositionalParamSpec.builder()
                .index("0..*")
                .arity(howMany)
                .type(List.class)
                .auxiliaryTypes(String.class)
                .paramLabel(label);
    }

    private static PositionalParamSpec one(String label) {
        return PositionalParamSpec.builder()
                .index("0")
                .arity("1")
                .required(true)
                .type(String.class)
                .paramLabel(label)
                .build();
    }
}
