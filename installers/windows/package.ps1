# Builds natsuin-VERSION.msi. NOT TRIED YET: it was written without a Windows machine (installers/README.md says what is
# to be looked at). Wants Windows 10 or newer, a JDK 17, and WiX 3.14 on the PATH.
#   powershell -File installers\windows\package.ps1
$ErrorActionPreference = 'Stop'
Set-Location (Join-Path $PSScriptRoot '..\..')
$version = ([xml](Get-Content pom.xml)).project.version -replace '-SNAPSHOT$', ''

.\mvnw.cmd -B -ntp -q package -DskipTests
$jars = 'desktop-app\target\msi-jars'
Remove-Item -Recurse -Force -ErrorAction Ignore $jars
Copy-Item -Recurse desktop-app\target\natsuin\lib $jars
# JavaFX's libraries for this system are in its other jars; these say nothing.
Get-ChildItem $jars\javafx-*.jar | Where-Object Name -NotLike '*-win.jar' | Remove-Item
$main = (Get-ChildItem $jars\natsuin-desktop-*.jar).Name
$modules = (Select-String -Path installers\lib\runtime.sh -Pattern '^modules_desktop=(.*)$').Matches[0].Groups[1].Value

$common = @(
    '--name', 'Natsuin', '--app-version', $version, '--vendor', 'Natsuin',
    '--description', 'Sign documents with a key that is kept elsewhere',
    '--input', $jars, '--main-jar', $main, '--main-class', 'dev.natsuin.desktop.Main',
    '--add-modules', $modules, '--jlink-options', '--strip-debug --no-man-pages --no-header-files --include-locales=en,ja',
    '--java-options', '-XX:+UseSerialGC', '--java-options', '-XX:-UsePerfData',
    '--java-options', '-XX:Tier4InvocationThreshold=50000', '--java-options', '-XX:Tier4MinInvocationThreshold=20000',
    '--java-options', '-XX:Tier4CompileThreshold=100000', '--java-options', '-XX:Tier4BackEdgeThreshold=400000',
    '--java-options', '-XX:-CreateCoredumpOnCrash', '--java-options', '-Dfile.encoding=UTF-8',
    # A program with a console beside it, for scripts: what stands on standard output is read.
    '--add-launcher', 'natsuin-cli=installers\windows\natsuin-cli.properties',
    '--icon', 'installers\windows\natsuin.ico', '--file-associations', 'installers\windows\pdf.properties',
    '--license-file', 'LICENSE', '--dest', 'desktop-app\target\msi'
)
# The same for ever, so that a newer version takes the place of an older one; per user, so that no administrator is needed.
jpackage --type msi --win-upgrade-uuid 6d0f7a7e-7a5b-4e0a-9d0e-3a0f4f4c2b51 --win-per-user-install --win-menu `
    --win-menu-group Natsuin --win-shortcut-prompt @common
if ($LASTEXITCODE -ne 0) { throw "jpackage ended with $LASTEXITCODE" }
Get-ChildItem desktop-app\target\msi\*.msi | Get-FileHash -Algorithm SHA256
