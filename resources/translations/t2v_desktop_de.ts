<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name>About</name>
    <message>
        <source>About T2V Desktop</source>
        <translation>Über T2V Desktop</translation>
    </message>
    <message>
        <source>T2V Desktop {0}</source>
        <translation>T2V Desktop {0}</translation>
    </message>
    <message>
        <source>Turns an English sentence into a short video on your own computer. No account, no cloud, no telemetry.</source>
        <translation>Macht aus einem englischen Satz ein kurzes Video, auf dem eigenen Computer. Kein Konto, keine Cloud, keine Telemetrie.</translation>
    </message>
    <message>
        <source>Licences</source>
        <translation>Lizenzen</translation>
    </message>
    <message>
        <source>Limits of the models</source>
        <translation>Grenzen der Modelle</translation>
    </message>
    <message>
        <source>They only understand English, and Wan Chinese as well; other languages give random pictures.</source>
        <translation>Sie verstehen nur Englisch, Wan auch Chinesisch; andere Sprachen ergeben zufällige Bilder.</translation>
    </message>
    <message>
        <source>They don&apos;t reach the quality of film or television.</source>
        <translation>Sie erreichen nicht die Qualität von Film oder Fernsehen.</translation>
    </message>
    <message>
        <source>They can&apos;t write legible text.</source>
        <translation>Sie können keinen lesbaren Text schreiben.</translation>
    </message>
    <message>
        <source>They struggle with complex scenes of many interacting things.</source>
        <translation>Sie tun sich schwer mit komplexen Szenen, in denen vieles zusammenwirkt.</translation>
    </message>
    <message>
        <source>They repeat the biases of the videos they were trained on.</source>
        <translation>Sie wiederholen die Vorurteile der Videos, mit denen sie trainiert wurden.</translation>
    </message>
    <message>
        <source>The weights of text-to-video-ms-1.7b and its relatives are for non-commercial use only.</source>
        <translation>Die Gewichte von text-to-video-ms-1.7b und seinen Verwandten sind nur für nicht kommerzielle Nutzung bestimmt.</translation>
    </message>
    <message>
        <source>The Starter model only draws coloured shapes that move over simple backgrounds.</source>
        <translation>Das Starter-Modell zeichnet nur farbige Formen, die sich vor einfachen Hintergründen bewegen.</translation>
    </message>
</context>
<context>
    <name>Advanced</name>
    <message>
        <source>Automatic</source>
        <translation>Automatisch</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>Aus</translation>
    </message>
    <message>
        <source>Medium</source>
        <translation>Mittel</translation>
    </message>
    <message>
        <source>Maximum</source>
        <translation>Maximum</translation>
    </message>
    <message>
        <source>8-bit weights</source>
        <translation>8-Bit-Gewichte</translation>
    </message>
    <message>
        <source>32-bit</source>
        <translation>32 Bit</translation>
    </message>
    <message>
        <source>16-bit</source>
        <translation>16 Bit</translation>
    </message>
    <message>
        <source>16-bit (bf16)</source>
        <translation>16 Bit (bf16)</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>Schritte</translation>
    </message>
    <message>
        <source>Guidance</source>
        <translation>Guidance</translation>
    </message>
    <message>
        <source>In {0} of {1} steps</source>
        <translation>In {0} von {1} Schritten</translation>
    </message>
    <message>
        <source>Cached layers</source>
        <translation>Schichten-Cache</translation>
    </message>
    <message>
        <source>Scheduler</source>
        <translation>Scheduler</translation>
    </message>
    <message>
        <source>Flow shift</source>
        <translation>Flow Shift</translation>
    </message>
    <message>
        <source>Model&apos;s own</source>
        <translation>Wie im Modell</translation>
    </message>
    <message>
        <source>Frame rate</source>
        <translation>Bildrate</translation>
    </message>
    <message>
        <source> fps</source>
        <translation> fps</translation>
    </message>
    <message>
        <source>Clips</source>
        <translation>Clips</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>Gerät</translation>
    </message>
    <message>
        <source>Memory saving</source>
        <translation>Speicher sparen</translation>
    </message>
    <message>
        <source>Precision</source>
        <translation>Genauigkeit</translation>
    </message>
    <message>
        <source>More steps: finer but slower; little gain above 50</source>
        <translation>Mehr Schritte: feiner, aber langsamer; über 50 kaum Gewinn</translation>
    </message>
    <message>
        <source>How closely to follow the prompt; 1 ignores the negative prompt and is twice as fast</source>
        <translation>Wie genau dem Prompt gefolgt wird; 1 ignoriert den negativen Prompt und ist doppelt so schnell</translation>
    </message>
    <message>
        <source>Reuses most of the work of the step before: faster, a little less exact</source>
        <translation>Verwendet das meiste aus dem Schritt davor wieder: schneller, etwas weniger genau</translation>
    </message>
    <message>
        <source>This model can&apos;t cache its layers</source>
        <translation>Dieses Modell kann seine Schichten nicht zwischenspeichern</translation>
    </message>
    <message>
        <source>Higher values spend more steps on the large motion; 3 suits 480p, 5 suits 720p</source>
        <translation>Höhere Werte verwenden mehr Schritte für die großen Bewegungen; 3 passt zu 480p, 5 zu 720p</translation>
    </message>
    <message>
        <source>Clips per prompt, each with its own seed</source>
        <translation>Clips pro Prompt, jeder mit eigenem Seed</translation>
    </message>
    <message>
        <source>For models larger than the memory; the higher, the slower</source>
        <translation>Für Modelle, die größer sind als der Speicher; je höher, desto langsamer</translation>
    </message>
    <message>
        <source>16-bit needs half the memory</source>
        <translation>16 Bit brauchen halb so viel Speicher</translation>
    </message>
    <message>
        <source>Guided steps</source>
        <translation>Schritte mit Guidance</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>Seed</translation>
    </message>
    <message>
        <source>{0} steps · guidance {1}</source>
        <translation>{0} Schritte · Guidance {1}</translation>
    </message>
    <message>
        <source>{0} steps · guidance {1} · seed {2}</source>
        <translation>{0} Schritte · Guidance {1} · Seed {2}</translation>
    </message>
</context>
<context>
    <name>Alternatives</name>
    <message>
        <source>Random</source>
        <translation>Zufällig</translation>
    </message>
    <message>
        <source>Random clips</source>
        <translation>Zufällige Clips</translation>
    </message>
    <message>
        <source>Random alternatives</source>
        <translation>Zufällige Alternativen</translation>
    </message>
    <message>
        <source>Each clip has an alternative that its seed draws</source>
        <translation>Für jeden Clip lost sein Seed eine Alternative aus</translation>
    </message>
    <message>
        <source>{0} or more</source>
        <translation>{0} oder mehr</translation>
    </message>
    <message>
        <source>All {0}</source>
        <translation>Alle {0}</translation>
    </message>
    <message>
        <source>All {0} alternatives</source>
        <translation>Alle {0} Alternativen</translation>
    </message>
    <message>
        <source>Use all alternatives ({0})</source>
        <translation>Alle Alternativen verwenden ({0})</translation>
    </message>
</context>
<context>
    <name>Callout</name>
    <message>
        <source>Tour</source>
        <translation>Tour</translation>
    </message>
    <message>
        <source>Skip</source>
        <translation>Überspringen</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>Weiter</translation>
    </message>
    <message>
        <source>{0} of {1}</source>
        <translation>{0} von {1}</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Fertig</translation>
    </message>
</context>
<context>
    <name>Chips</name>
    <message>
        <source>Remove filter {0}</source>
        <translation>Filter {0} entfernen</translation>
    </message>
    <message>
        <source>Clear all</source>
        <translation>Alle entfernen</translation>
    </message>
    <message>
        <source>Clear all filters</source>
        <translation>Alle Filter entfernen</translation>
    </message>
    <message>
        <source>Remove this filter</source>
        <translation>Diesen Filter entfernen</translation>
    </message>
</context>
<context>
    <name>ClipActions</name>
    <message>
        <source>This clip continues another one: continue that one again for a variation.</source>
        <translation>Dieser Clip setzt einen anderen fort: für eine Variation jenen noch einmal fortsetzen.</translation>
    </message>
    <message>
        <source>Upscaling to HD needs another model, such as ZeroScope v2 XL.</source>
        <translation>Hochskalieren auf HD braucht ein anderes Modell, etwa ZeroScope v2 XL.</translation>
    </message>
    <message>
        <source>Continuing a clip needs another model: {0}.</source>
        <translation>Einen Clip fortzusetzen braucht ein anderes Modell: {0}.</translation>
    </message>
    <message>
        <source>{0} can&apos;t continue clips of {1}: sides must be multiples of {2}.</source>
        <translation>{0} kann Clips mit {1} nicht fortsetzen: Die Seiten müssen Vielfache von {2} sein.</translation>
    </message>
    <message>
        <source>Starting with a picture needs another model: {0}.</source>
        <translation>Mit einem Bild zu beginnen braucht ein anderes Modell: {0}.</translation>
    </message>
    <message>
        <source>There&apos;s no other clip of this prompt yet. Vary makes some.</source>
        <translation>Noch kein anderer Clip dieses Prompts. Variieren erstellt welche.</translation>
    </message>
    <message>
        <source>The clip of this job was deleted.</source>
        <translation>Der Clip dieses Auftrags wurde gelöscht.</translation>
    </message>
    <message>
        <source>There&apos;s nothing to undo.</source>
        <translation>Es gibt nichts rückgängig zu machen.</translation>
    </message>
    <message>
        <source>{0} of {1} clips</source>
        <translation>{0} von {1} Clips</translation>
    </message>
    <message numerus="yes">
        <source>%n clip(s)</source>
        <translation>
            <numerusform>%n Clip</numerusform>
            <numerusform>%n Clips</numerusform>
        </translation>
    </message>
    <message>
        <source>Moved to trash: {0}</source>
        <translation>In den Papierkorb verschoben: {0}</translation>
    </message>
    <message>
        <source>Restored: {0}</source>
        <translation>Wiederhergestellt: {0}</translation>
    </message>
</context>
<context>
    <name>ClipFields</name>
    <message>
        <source>LoRAs</source>
        <translation>LoRAs</translation>
    </message>
    <message>
        <source>Advanced</source>
        <translation>Erweitert</translation>
    </message>
</context>
<context>
    <name>ClipGrid</name>
    <message>
        <source>Clips in the library</source>
        <translation>Clips in der Bibliothek</translation>
    </message>
</context>
<context>
    <name>ComparePicker</name>
    <message>
        <source>Compare with</source>
        <translation>Vergleichen mit</translation>
    </message>
    <message>
        <source>Search prompts, settings and tags</source>
        <translation>Prompts, Einstellungen, Tags durchsuchen</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>Vergleichen</translation>
    </message>
    <message>
        <source>No matching clips.</source>
        <translation>Keine passenden Clips.</translation>
    </message>
    <message>
        <source>There&apos;s no other clip to compare with yet.</source>
        <translation>Noch kein anderer Clip zum Vergleichen.</translation>
    </message>
</context>
<context>
    <name>Compose</name>
    <message>
        <source>Model {0} is not installed; the current model stays selected</source>
        <translation>Das Modell {0} ist nicht installiert; das aktuelle bleibt ausgewählt</translation>
    </message>
    <message>
        <source>The clip before this one isn&apos;t known: these settings begin a new clip</source>
        <translation>Der Clip vor diesem ist nicht bekannt: Diese Einstellungen beginnen einen neuen</translation>
    </message>
    <message>
        <source>no model is installed: add one in the Models menu</source>
        <translation>kein Modell ist installiert: eines im Menü Modelle hinzufügen</translation>
    </message>
    <message>
        <source>No model installed yet</source>
        <translation>Noch kein Modell installiert</translation>
    </message>
    <message>
        <source>{0} can&apos;t take all of this preset; changed: {1}</source>
        <translation>{0} kann diese Voreinstellung nicht ganz übernehmen; geändert: {1}</translation>
    </message>
</context>
<context>
    <name>Cost</name>
    <message>
        <source>Use settings that fit</source>
        <translation>Passende Einstellungen verwenden</translation>
    </message>
    <message>
        <source>time unknown</source>
        <translation>Dauer unbekannt</translation>
    </message>
    <message>
        <source>{0} on disk</source>
        <translation>{0} auf dem Datenträger</translation>
    </message>
    <message>
        <source>Available after the first clip on this device</source>
        <translation>Verfügbar nach dem ersten Clip auf diesem Gerät</translation>
    </message>
    <message>
        <source>Based on clips rendered on this computer</source>
        <translation>Beruht auf Clips, die auf diesem Computer gerendert wurden</translation>
    </message>
    <message>
        <source>A rough guess until you have rendered some clips on this computer</source>
        <translation>Grobe Schätzung, bis auf diesem Computer einige Clips gerendert sind</translation>
    </message>
    <message>
        <source>Not enough memory, even at the smallest size</source>
        <translation>Nicht genug Speicher, auch nicht in der kleinsten Größe</translation>
    </message>
    <message>
        <source>Not enough memory</source>
        <translation>Nicht genug Speicher</translation>
    </message>
    <message>
        <source>Not enough disk space, even at the smallest size</source>
        <translation>Nicht genug Platz auf dem Datenträger, auch nicht in der kleinsten Größe</translation>
    </message>
    <message>
        <source>Not enough disk space</source>
        <translation>Nicht genug Platz auf dem Datenträger</translation>
    </message>
    <message>
        <source>Not enough memory and disk space, even at the smallest size</source>
        <translation>Nicht genug Speicher und Platz auf dem Datenträger, auch nicht in der kleinsten Größe</translation>
    </message>
    <message>
        <source>Not enough memory and disk space</source>
        <translation>Nicht genug Speicher und Platz auf dem Datenträger</translation>
    </message>
    <message>
        <source>Use {0}, {1} frames</source>
        <translation>{0}, {1} Frames verwenden</translation>
    </message>
    <message>
        <source>Use {0}</source>
        <translation>{0} verwenden</translation>
    </message>
    <message>
        <source>Use {0} frames</source>
        <translation>{0} Frames verwenden</translation>
    </message>
</context>
<context>
    <name>CrashDialog</name>
    <message>
        <source>Something went wrong</source>
        <translation>Etwas ist schiefgegangen</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>Details</translation>
    </message>
    <message>
        <source>An unexpected error occurred</source>
        <translation>Ein unerwarteter Fehler ist aufgetreten</translation>
    </message>
    <message>
        <source>Your clips and the queue are saved, and the window stays open. If something looks wrong, restart the application.</source>
        <translation>Clips und Warteschlange sind gesichert, und das Fenster bleibt offen. Falls etwas nicht stimmt, die Anwendung neu starten.</translation>
    </message>
    <message>
        <source>When you report the error, add these details:</source>
        <translation>Beim Melden des Fehlers diese Details angeben:</translation>
    </message>
    <message>
        <source>Copy details</source>
        <translation>Details kopieren</translation>
    </message>
    <message>
        <source>Open log</source>
        <translation>Protokoll öffnen</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>Kopiert</translation>
    </message>
</context>
<context>
    <name>Dates</name>
    <message>
        <source>Choose dates</source>
        <translation>Zeitraum wählen</translation>
    </message>
    <message>
        <source>First day</source>
        <translation>Erster Tag</translation>
    </message>
    <message>
        <source>Last day</source>
        <translation>Letzter Tag</translation>
    </message>
</context>
<context>
    <name>Details</name>
    <message>
        <source>Saving…</source>
        <translation>Wird gespeichert…</translation>
    </message>
    <message>
        <source>Save as…</source>
        <translation>Speichern unter…</translation>
    </message>
    <message>
        <source>second pass, strength {0}</source>
        <translation>zweiter Durchgang, Stärke {0}</translation>
    </message>
    <message>
        <source>{0} steps</source>
        <translation>{0} Schritte</translation>
    </message>
    <message>
        <source>guidance {0}</source>
        <translation>Guidance {0}</translation>
    </message>
    <message>
        <source>seed {0}</source>
        <translation>Seed {0}</translation>
    </message>
    <message>
        <source>{0} fps</source>
        <translation>{0} fps</translation>
    </message>
    <message>
        <source>Vary ×{0}</source>
        <translation>Variieren ×{0}</translation>
    </message>
    <message>
        <source>The same settings with {0} new seeds</source>
        <translation>Dieselben Einstellungen mit {0} neuen Seeds</translation>
    </message>
    <message>
        <source>Number of variations</source>
        <translation>Anzahl der Variationen</translation>
    </message>
    <message>
        <source>Vary</source>
        <translation>Variieren</translation>
    </message>
    <message>
        <source>More</source>
        <translation>Mehr</translation>
    </message>
</context>
<context>
    <name>DetailsPane</name>
    <message>
        <source>Details</source>
        <translation>Details</translation>
    </message>
    <message>
        <source>Prompt</source>
        <translation>Prompt</translation>
    </message>
    <message>
        <source>Negative prompt</source>
        <translation>Negativer Prompt</translation>
    </message>
    <message>
        <source>Copy prompt</source>
        <translation>Prompt kopieren</translation>
    </message>
    <message>
        <source>Copy settings</source>
        <translation>Einstellungen kopieren</translation>
    </message>
    <message>
        <source>Select a clip to see its settings. Double-click one to play it.</source>
        <translation>Einen Clip auswählen, um seine Einstellungen zu sehen. Doppelklick spielt ihn ab.</translation>
    </message>
    <message numerus="yes">
        <source>%n clip(s) selected</source>
        <translation>
            <numerusform>%n Clip ausgewählt</numerusform>
            <numerusform>%n Clips ausgewählt</numerusform>
        </translation>
    </message>
    <message>
        <source>Rate, tag, export or delete them together.</source>
        <translation>Zusammen bewerten, mit Tags versehen, exportieren oder löschen.</translation>
    </message>
    <message>
        <source>Negative prompt: {0}</source>
        <translation>Negativer Prompt: {0}</translation>
    </message>
    <message>
        <source>Tags: {0}</source>
        <translation>Tags: {0}</translation>
    </message>
    <message>
        <source>Prompt copied.</source>
        <translation>Prompt kopiert.</translation>
    </message>
    <message>
        <source>Settings copied.</source>
        <translation>Einstellungen kopiert.</translation>
    </message>
</context>
<context>
    <name>DropIn</name>
    <message>
        <source>Reading the settings of {0}…</source>
        <translation>Einstellungen aus {0} werden gelesen…</translation>
    </message>
    <message>
        <source>No model is installed: add one in the Models menu.</source>
        <translation>Kein Modell ist installiert: eines im Menü Modelle hinzufügen.</translation>
    </message>
    <message>
        <source>Settings taken from {0} ({1}).</source>
        <translation>Einstellungen aus {0} übernommen ({1}).</translation>
    </message>
    <message>
        <source>The other files were ignored.</source>
        <translation>Die anderen Dateien wurden ignoriert.</translation>
    </message>
    <message>
        <source>Its model {0} is not installed.</source>
        <translation>Das zugehörige Modell {0} ist nicht installiert.</translation>
    </message>
    <message>
        <source>Can&apos;t read settings: {0}</source>
        <translation>Einstellungen nicht lesbar: {0}</translation>
    </message>
</context>
<context>
    <name>EditingBar</name>
    <message>
        <source>Back to my draft</source>
        <translation>Zurück zum Entwurf</translation>
    </message>
    <message>
        <source>The clip stays in the queue as it was</source>
        <translation>Der Clip bleibt unverändert in der Warteschlange</translation>
    </message>
    <message>
        <source>Editing a clip of the queue. Generate puts it back in its place.</source>
        <translation>Ein Clip der Warteschlange wird bearbeitet. Generieren stellt ihn an seinen Platz zurück.</translation>
    </message>
</context>
<context>
    <name>Examples</name>
    <message>
        <source>Example: {0}</source>
        <translation>Beispiel: {0}</translation>
    </message>
</context>
<context>
    <name>ExportDialog</name>
    <message>
        <source>Export</source>
        <translation>Exportieren</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>Format</translation>
    </message>
    <message>
        <source>MP4 video</source>
        <translation>MP4-Video</translation>
    </message>
    <message>
        <source>WebM video</source>
        <translation>WebM-Video</translation>
    </message>
    <message>
        <source>GIF animation</source>
        <translation>GIF-Animation</translation>
    </message>
    <message>
        <source>PNG pictures</source>
        <translation>PNG-Bilder</translation>
    </message>
    <message>
        <source>Scale</source>
        <translation>Skalierung</translation>
    </message>
    <message>
        <source>Forever</source>
        <translation>Endlos</translation>
    </message>
    <message>
        <source>Times a GIF plays</source>
        <translation>Durchläufe eines GIFs</translation>
    </message>
    <message>
        <source>Metadata</source>
        <translation>Metadaten</translation>
    </message>
    <message>
        <source>Prompt and settings</source>
        <translation>Prompt und Einstellungen</translation>
    </message>
    <message>
        <source>Only that it is AI-generated</source>
        <translation>Nur KI-Kennzeichnung</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Keine</translation>
    </message>
    <message>
        <source>Export to</source>
        <translation>Exportieren nach</translation>
    </message>
    <message>
        <source>Plays</source>
        <translation>Durchläufe</translation>
    </message>
    <message numerus="yes">
        <source>Export %n clip(s)</source>
        <translation>
            <numerusform>%n Clip exportieren</numerusform>
            <numerusform>%n Clips exportieren</numerusform>
        </translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>Files get the names of their clips. Existing files are kept.</source>
        <translation>Dateien heißen wie ihre Clips. Vorhandene Dateien bleiben erhalten.</translation>
    </message>
    <message>
        <source>{0}×</source>
        <translation>{0}×</translation>
    </message>
    <message>
        <source>{0}× ({1} × {2})</source>
        <translation>{0}× ({1} × {2})</translation>
    </message>
</context>
<context>
    <name>Exporting</name>
    <message>
        <source>Exporting</source>
        <translation>Wird exportiert</translation>
    </message>
    <message>
        <source>A contact sheet has up to {0} clips: select fewer.</source>
        <translation>Ein Kontaktabzug hat höchstens {0} Clips: weniger auswählen.</translation>
    </message>
    <message>
        <source>Save contact sheet</source>
        <translation>Kontaktabzug speichern</translation>
    </message>
    <message>
        <source>PNG picture (*.png)</source>
        <translation>PNG-Bild (*.png)</translation>
    </message>
    <message>
        <source>contact sheet</source>
        <translation>Kontaktabzug</translation>
    </message>
    <message>
        <source>Writing a contact sheet</source>
        <translation>Kontaktabzug wird geschrieben</translation>
    </message>
    <message numerus="yes">
        <source>%n clip(s) exported to {0}.</source>
        <translation>
            <numerusform>%n Clip nach {0} exportiert.</numerusform>
            <numerusform>%n Clips nach {0} exportiert.</numerusform>
        </translation>
    </message>
    <message>
        <source>Saved: {0}</source>
        <translation>Gespeichert: {0}</translation>
    </message>
    <message>
        <source>Export cancelled.</source>
        <translation>Export abgebrochen.</translation>
    </message>
    <message>
        <source>Wait until the current task has finished, or cancel it.</source>
        <translation>Den laufenden Vorgang abwarten oder abbrechen.</translation>
    </message>
</context>
<context>
    <name>FilterButton</name>
    <message>
        <source>Filter</source>
        <translation>Filter</translation>
    </message>
    <message>
        <source>Filter the library</source>
        <translation>Bibliothek filtern</translation>
    </message>
    <message>
        <source>Favourites</source>
        <translation>Favoriten</translation>
    </message>
    <message>
        <source>Any</source>
        <translation>Beliebig</translation>
    </message>
    <message>
        <source>Rating</source>
        <translation>Bewertung</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>Herkunft</translation>
    </message>
    <message>
        <source>Missing files</source>
        <translation>Fehlende Dateien</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>Tags</translation>
    </message>
    <message>
        <source>No tags yet: select clips and press T</source>
        <translation>Noch keine Tags: Clips auswählen und T drücken</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>Heute</translation>
    </message>
    <message>
        <source>Last 7 days</source>
        <translation>Letzte 7 Tage</translation>
    </message>
    <message>
        <source>Last 30 days</source>
        <translation>Letzte 30 Tage</translation>
    </message>
    <message>
        <source>This year</source>
        <translation>Dieses Jahr</translation>
    </message>
    <message>
        <source>Date</source>
        <translation>Datum</translation>
    </message>
    <message>
        <source>Choose dates…</source>
        <translation>Zeitraum wählen…</translation>
    </message>
</context>
<context>
    <name>FirstHour</name>
    <message>
        <source>{0} upscales finished clips: choose another model for the first one.</source>
        <translation>{0} skaliert fertige Clips hoch: für den ersten Clip ein anderes Modell wählen.</translation>
    </message>
    <message>
        <source>Describe your clip</source>
        <translation>Den Clip beschreiben</translation>
    </message>
    <message>
        <source>Write what the video should show, in English. The examples are a good start.</source>
        <translation>Auf Englisch schreiben, was das Video zeigen soll. Die Beispiele sind ein guter Anfang.</translation>
    </message>
    <message>
        <source>Choose a model</source>
        <translation>Ein Modell wählen</translation>
    </message>
    <message>
        <source>Starter draws shapes. Models for real scenes are at the end of this list.</source>
        <translation>Starter zeichnet Formen. Modelle für reale Szenen stehen am Ende dieser Liste.</translation>
    </message>
    <message>
        <source>Generate</source>
        <translation>Generieren</translation>
    </message>
    <message>
        <source>Watch the clip take shape in the middle. More clips wait in the queue.</source>
        <translation>In der Mitte nimmt der Clip Gestalt an. Weitere Clips warten in der Warteschlange.</translation>
    </message>
    <message>
        <source>Queue</source>
        <translation>Warteschlange</translation>
    </message>
    <message>
        <source>Reorder, edit, pause or retry clips here. The queue survives quitting and power cuts.</source>
        <translation>Hier Clips umordnen, bearbeiten, anhalten oder wiederholen. Die Warteschlange übersteht Beenden und Stromausfälle.</translation>
    </message>
    <message>
        <source>Library</source>
        <translation>Bibliothek</translation>
    </message>
    <message>
        <source>Every finished clip is kept here with its settings, ready to use again.</source>
        <translation>Jeder fertige Clip liegt hier mit seinen Einstellungen, bereit zum Wiederverwenden.</translation>
    </message>
</context>
<context>
    <name>FolderField</name>
    <message>
        <source>Choose…</source>
        <translation>Auswählen…</translation>
    </message>
    <message>
        <source>Choose: {0}</source>
        <translation>Auswählen: {0}</translation>
    </message>
</context>
<context>
    <name>Footer</name>
    <message>
        <source>Generate</source>
        <translation>Generieren</translation>
    </message>
    <message>
        <source>Add {0} to the queue</source>
        <translation>{0} in die Warteschlange</translation>
    </message>
</context>
<context>
    <name>FullScreen</name>
    <message>
        <source>Exit full screen</source>
        <translation>Vollbild beenden</translation>
    </message>
    <message>
        <source>Full screen</source>
        <translation>Vollbild</translation>
    </message>
</context>
<context>
    <name>Gallery</name>
    <message>
        <source>Library</source>
        <translation>Bibliothek</translation>
    </message>
    <message>
        <source>Search prompts</source>
        <translation>Prompts durchsuchen</translation>
    </message>
    <message>
        <source>Finished clips</source>
        <translation>Fertige Clips</translation>
    </message>
    <message>
        <source>Move to trash</source>
        <translation>In den Papierkorb</translation>
    </message>
    <message numerus="yes">
        <source>%n clip(s)</source>
        <translation>
            <numerusform>%n Clip</numerusform>
            <numerusform>%n Clips</numerusform>
        </translation>
    </message>
    <message>
        <source>No matching clips.</source>
        <translation>Keine passenden Clips.</translation>
    </message>
    <message>
        <source>Finished clips appear here.</source>
        <translation>Fertige Clips erscheinen hier.</translation>
    </message>
    <message>
        <source>Reuse settings</source>
        <translation>Einstellungen übernehmen</translation>
    </message>
    <message>
        <source>Show alternatives side by side</source>
        <translation>Alternativen nebeneinander zeigen</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>Im Ordner zeigen</translation>
    </message>
    <message>
        <source>Compare these two</source>
        <translation>Diese beiden vergleichen</translation>
    </message>
    <message>
        <source>Show side by side</source>
        <translation>Nebeneinander zeigen</translation>
    </message>
</context>
<context>
    <name>GalleryModel</name>
    <message>
        <source>seed {0}</source>
        <translation>Seed {0}</translation>
    </message>
</context>
<context>
    <name>Given</name>
    <message>
        <source>Start image</source>
        <translation>Startbild</translation>
    </message>
    <message>
        <source>End image</source>
        <translation>Endbild</translation>
    </message>
    <message>
        <source>Don&apos;t continue a clip</source>
        <translation>Keinen Clip fortsetzen</translation>
    </message>
    <message>
        <source>the picture is still being read</source>
        <translation>das Bild wird noch gelesen</translation>
    </message>
    <message>
        <source>Continues {0}</source>
        <translation>Setzt {0} fort</translation>
    </message>
    <message numerus="yes">
        <source>%n new frame(s) follow its last one.</source>
        <translation>
            <numerusform>%n neuer Frame folgt auf seinen letzten.</numerusform>
            <numerusform>%n neue Frames folgen auf seinen letzten.</numerusform>
        </translation>
    </message>
    <message>
        <source>Pictures aren&apos;t supported by this model: use {0}</source>
        <translation>Dieses Modell unterstützt keine Bilder: {0} verwenden</translation>
    </message>
</context>
<context>
    <name>Grid</name>
    <message>
        <source>Move between clips side by side</source>
        <translation>Zwischen Clips nebeneinander wechseln</translation>
    </message>
    <message>
        <source>Show this clip alone</source>
        <translation>Diesen Clip allein zeigen</translation>
    </message>
    <message>
        <source>Clips side by side</source>
        <translation>Clips nebeneinander</translation>
    </message>
    <message>
        <source>{0} of {1}: {2}</source>
        <translation>{0} von {1}: {2}</translation>
    </message>
</context>
<context>
    <name>GuidedSteps</name>
    <message>
        <source>Guided steps: from</source>
        <translation>Guidance in den Schritten: von</translation>
    </message>
    <message>
        <source>Guided steps: to</source>
        <translation>Guidance in den Schritten: bis</translation>
    </message>
    <message>
        <source>from </source>
        <translation>von </translation>
    </message>
    <message>
        <source>to </source>
        <translation>bis </translation>
    </message>
    <message>
        <source> %</source>
        <translation> %</translation>
    </message>
    <message>
        <source>Guide only these steps: the others take half the time</source>
        <translation>Guidance nur in diesen Schritten: die anderen dauern halb so lange</translation>
    </message>
    <message>
        <source>Needs guidance above 1</source>
        <translation>Braucht Guidance über 1</translation>
    </message>
</context>
<context>
    <name>HelpActions</name>
    <message>
        <source>Save report</source>
        <translation>Bericht speichern</translation>
    </message>
    <message>
        <source>Text (*.txt)</source>
        <translation>Text (*.txt)</translation>
    </message>
    <message>
        <source>Checking this computer…</source>
        <translation>Computer wird geprüft…</translation>
    </message>
    <message>
        <source>Saved: {0}</source>
        <translation>Gespeichert: {0}</translation>
    </message>
</context>
<context>
    <name>HelpViewer</name>
    <message>
        <source>Back</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>Forward</source>
        <translation>Vorwärts</translation>
    </message>
    <message>
        <source>Search the help</source>
        <translation>Hilfe durchsuchen</translation>
    </message>
    <message>
        <source>Larger text</source>
        <translation>Text größer</translation>
    </message>
    <message>
        <source>Smaller text</source>
        <translation>Text kleiner</translation>
    </message>
    <message>
        <source>Normal text size</source>
        <translation>Normale Textgröße</translation>
    </message>
    <message>
        <source>Clear the search, or close the help</source>
        <translation>Suche leeren oder Hilfe schließen</translation>
    </message>
    <message>
        <source>T2V Desktop Help</source>
        <translation>Hilfe zu T2V Desktop</translation>
    </message>
    <message>
        <source>Pages</source>
        <translation>Seiten</translation>
    </message>
    <message>
        <source>No matches. Try fewer or shorter words.</source>
        <translation>Keine Treffer. Weniger oder kürzere Wörter versuchen.</translation>
    </message>
    <message>
        <source>Page</source>
        <translation>Seite</translation>
    </message>
    <message>
        <source>The help pages are missing: reinstall the application.</source>
        <translation>Die Hilfeseiten fehlen: die Anwendung neu installieren.</translation>
    </message>
    <message>
        <source>{0} is part of the source code.</source>
        <translation>{0} gehört zum Quellcode.</translation>
    </message>
    <message>
        <source>Open this link in your browser?</source>
        <translation>Diesen Link im Browser öffnen?</translation>
    </message>
    <message>
        <source>Open link</source>
        <translation>Link öffnen</translation>
    </message>
    <message>
        <source>Matches</source>
        <translation>Treffer</translation>
    </message>
</context>
<context>
    <name>ImageSlot</name>
    <message>
        <source>Remove: {0}</source>
        <translation>Entfernen: {0}</translation>
    </message>
    <message>
        <source>Choose a picture, drop one here, or paste one</source>
        <translation>Ein Bild auswählen, hier ablegen oder einfügen</translation>
    </message>
    <message>
        <source>Reading…</source>
        <translation>Wird gelesen…</translation>
    </message>
    <message>
        <source>Choose, drop
or paste</source>
        <translation>Auswählen, ablegen
oder einfügen</translation>
    </message>
    <message>
        <source>Pictures ({0})</source>
        <translation>Bilder ({0})</translation>
    </message>
</context>
<context>
    <name>Length</name>
    <message>
        <source>s</source>
        <comment>the unit of seconds</comment>
        <translation>s</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>Länge</translation>
    </message>
    <message>
        <source>Type frames, such as 24, or seconds, such as 3 s</source>
        <translation>Frames eingeben, etwa 24, oder Sekunden, etwa 3 s</translation>
    </message>
    <message>
        <source>{0} s · 1 frame</source>
        <translation>{0} s · 1 Frame</translation>
    </message>
    <message>
        <source>{0} s · {1} frames</source>
        <translation>{0} s · {1} Frames</translation>
    </message>
</context>
<context>
    <name>LibraryActions</name>
    <message>
        <source>&amp;Play</source>
        <translation>&amp;Wiedergabe</translation>
    </message>
    <message>
        <source>&amp;Reuse settings</source>
        <translation>&amp;Einstellungen übernehmen</translation>
    </message>
    <message>
        <source>Show in &amp;folder</source>
        <translation>Im &amp;Ordner zeigen</translation>
    </message>
    <message>
        <source>&amp;Compare these two</source>
        <translation>&amp;Diese beiden vergleichen</translation>
    </message>
    <message>
        <source>Fa&amp;vourite</source>
        <translation>&amp;Favorit</translation>
    </message>
    <message>
        <source>Edit &amp;tags…</source>
        <translation>&amp;Tags bearbeiten…</translation>
    </message>
    <message>
        <source>&amp;Export…</source>
        <translation>E&amp;xportieren…</translation>
    </message>
    <message>
        <source>Contact s&amp;heet…</source>
        <translation>&amp;Kontaktabzug…</translation>
    </message>
    <message>
        <source>&amp;Move to trash</source>
        <translation>In den &amp;Papierkorb</translation>
    </message>
    <message>
        <source>Remove from &amp;library</source>
        <translation>Aus der Bibliothek e&amp;ntfernen</translation>
    </message>
    <message>
        <source>Select a&amp;ll</source>
        <translation>&amp;Alle auswählen</translation>
    </message>
    <message>
        <source>Play clips &amp;under the mouse</source>
        <translation>Clips &amp;unter der Maus abspielen</translation>
    </message>
    <message>
        <source>Re&amp;scan clips folder</source>
        <translation>Clip-Ordner neu ein&amp;lesen</translation>
    </message>
    <message>
        <source>R&amp;ating</source>
        <translation>&amp;Bewertung</translation>
    </message>
    <message>
        <source>No rating</source>
        <translation>Keine Bewertung</translation>
    </message>
</context>
<context>
    <name>LibraryBinding</name>
    <message>
        <source>Back to the library</source>
        <translation>Zurück zur Bibliothek</translation>
    </message>
    <message>
        <source>The file of this clip is missing.</source>
        <translation>Die Datei dieses Clips fehlt.</translation>
    </message>
    <message numerus="yes">
        <source>%n clip(s) changed</source>
        <translation>
            <numerusform>%n Clip geändert</numerusform>
            <numerusform>%n Clips geändert</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>LibraryView</name>
    <message>
        <source>Library</source>
        <translation>Bibliothek</translation>
    </message>
    <message>
        <source>Search prompts, settings and tags</source>
        <translation>Prompts, Einstellungen, Tags durchsuchen</translation>
    </message>
    <message>
        <source>Search the library</source>
        <translation>Bibliothek durchsuchen</translation>
    </message>
    <message>
        <source>Sort by</source>
        <translation>Sortierung</translation>
    </message>
    <message>
        <source>Thumbnail size</source>
        <translation>Miniaturgröße</translation>
    </message>
    <message>
        <source>Clear search and filters</source>
        <translation>Suche und Filter zurücksetzen</translation>
    </message>
    <message>
        <source>Go to the clips</source>
        <translation>Zu den Clips</translation>
    </message>
    <message>
        <source>No matching clips</source>
        <translation>Keine passenden Clips</translation>
    </message>
    <message>
        <source>No clips yet</source>
        <translation>Noch keine Clips</translation>
    </message>
    <message>
        <source>Try fewer words or filters.</source>
        <translation>Weniger Wörter oder Filter versuchen.</translation>
    </message>
    <message>
        <source>Describe a scene on the left and press Generate. To find clips again that are already on your disk, choose Rescan clips folder in the Library menu.</source>
        <translation>Links eine Szene beschreiben und auf Generieren klicken. Clips, die schon auf dem Datenträger liegen, findet der Befehl Clip-Ordner neu einlesen im Menü Bibliothek.</translation>
    </message>
    <message numerus="yes">
        <source>%n clip(s)</source>
        <translation>
            <numerusform>%n Clip</numerusform>
            <numerusform>%n Clips</numerusform>
        </translation>
    </message>
    <message>
        <source>{0}, {1} selected</source>
        <translation>{0}, {1} ausgewählt</translation>
    </message>
</context>
<context>
    <name>ListedModel</name>
    <message>
        <source>File missing: {0}</source>
        <translation>Datei fehlt: {0}</translation>
    </message>
    <message>
        <source>favourite</source>
        <translation>Favorit</translation>
    </message>
    <message numerus="yes">
        <source>%n star(s)</source>
        <translation>
            <numerusform>%n Stern</numerusform>
            <numerusform>%n Sterne</numerusform>
        </translation>
    </message>
    <message>
        <source>file missing</source>
        <translation>Datei fehlt</translation>
    </message>
</context>
<context>
    <name>LogViewer</name>
    <message>
        <source>Log</source>
        <translation>Protokoll</translation>
    </message>
    <message>
        <source>This window</source>
        <translation>Dieses Fenster</translation>
    </message>
    <message>
        <source>The window before</source>
        <translation>Das Fenster davor</translation>
    </message>
    <message>
        <source>The engine&apos;s last error</source>
        <translation>Letzter Fehler der Engine</translation>
    </message>
    <message>
        <source>Content of the log</source>
        <translation>Inhalt des Protokolls</translation>
    </message>
    <message>
        <source>Logs stay on this computer.</source>
        <translation>Protokolle bleiben auf diesem Computer.</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>Im Ordner zeigen</translation>
    </message>
    <message>
        <source>Refresh</source>
        <translation>Aktualisieren</translation>
    </message>
    <message>
        <source>Nothing is logged here.</source>
        <translation>Hier ist nichts protokolliert.</translation>
    </message>
</context>
<context>
    <name>LoraCard</name>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>Remove: {0}</source>
        <translation>Entfernen: {0}</translation>
    </message>
    <message>
        <source>LoRA</source>
        <translation>LoRA</translation>
    </message>
    <message>
        <source>rank {0}</source>
        <translation>Rang {0}</translation>
    </message>
    <message>
        <source>Licence: {0}</source>
        <translation>Lizenz: {0}</translation>
    </message>
    <message>
        <source>Trigger words: {0}</source>
        <translation>Triggerwörter: {0}</translation>
    </message>
</context>
<context>
    <name>LoraRow</name>
    <message>
        <source>Trigger words: {0}</source>
        <translation>Triggerwörter: {0}</translation>
    </message>
    <message>
        <source>Weight of {0}</source>
        <translation>Gewichtung von {0}</translation>
    </message>
    <message>
        <source>1 is what it was trained for; less is subtler, 0 is off</source>
        <translation>1 entspricht dem Training; weniger ist dezenter, 0 schaltet ab</translation>
    </message>
    <message>
        <source>Add the trigger words of {0} to the prompt</source>
        <translation>Die Triggerwörter von {0} zum Prompt hinzufügen</translation>
    </message>
    <message>
        <source>Take {0} out</source>
        <translation>{0} herausnehmen</translation>
    </message>
    <message>
        <source>Picture of {0}</source>
        <translation>Bild von {0}</translation>
    </message>
</context>
<context>
    <name>Loras</name>
    <message>
        <source>A LoRA adds a style, a subject or speed to the model. Drop a .safetensors file here, or add one that is installed.</source>
        <translation>Eine LoRA gibt dem Modell einen Stil, ein Motiv oder mehr Tempo. Eine .safetensors-Datei hier ablegen oder eine installierte hinzufügen.</translation>
    </message>
    <message>
        <source>Add LoRA</source>
        <translation>LoRA hinzufügen</translation>
    </message>
    <message>
        <source>LoRA {0} is not installed: import it, or take it out</source>
        <translation>Die LoRA {0} ist nicht installiert: importieren oder herausnehmen</translation>
    </message>
    <message>
        <source>Import a LoRA file…</source>
        <translation>LoRA-Datei importieren…</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>T2V Desktop</source>
        <translation>T2V Desktop</translation>
    </message>
    <message>
        <source>Panels</source>
        <translation>Bereiche</translation>
    </message>
    <message>
        <source>Saved: {0}</source>
        <translation>Gespeichert: {0}</translation>
    </message>
    <message>
        <source>Frame copied.</source>
        <translation>Frame kopiert.</translation>
    </message>
    <message>
        <source>Videos (*.mp4 *.webm *.gif *.png)</source>
        <translation>Videos (*.mp4 *.webm *.gif *.png)</translation>
    </message>
    <message>
        <source>Open video</source>
        <translation>Video öffnen</translation>
    </message>
    <message numerus="yes">
        <source>%n clip(s) rendered</source>
        <translation>
            <numerusform>%n Clip gerendert</numerusform>
            <numerusform>%n Clips gerendert</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>, %n failed</source>
        <translation>
            <numerusform>, %n fehlgeschlagen</numerusform>
            <numerusform>, %n fehlgeschlagen</numerusform>
        </translation>
    </message>
    <message>
        <source>A clip is still rendering</source>
        <translation>Ein Clip wird noch gerendert</translation>
    </message>
    <message>
        <source>It will start over next time. The queue is saved.</source>
        <translation>Er beginnt beim nächsten Mal von vorn. Die Warteschlange ist gesichert.</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Beenden</translation>
    </message>
</context>
<context>
    <name>ModelCard</name>
    <message>
        <source>Progress of {0}</source>
        <translation>Fortschritt von {0}</translation>
    </message>
    <message>
        <source>Download</source>
        <translation>Herunterladen</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Pause</translation>
    </message>
    <message>
        <source>Verify</source>
        <translation>Prüfen</translation>
    </message>
    <message>
        <source>Repair</source>
        <translation>Reparieren</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>{0}. Best for: {1}. Limits: {2}.</source>
        <translation>{0}. Gut für: {1}. Grenzen: {2}.</translation>
    </message>
    <message>
        <source>Licence: {0}</source>
        <translation>Lizenz: {0}</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Stopp</translation>
    </message>
    <message>
        <source>Doesn&apos;t fit: needs {0} GB of memory</source>
        <translation>Passt nicht: braucht {0} GB Speicher</translation>
    </message>
    <message>
        <source>Doesn&apos;t fit: needs {0} GB of GPU memory</source>
        <translation>Passt nicht: braucht {0} GB GPU-Speicher</translation>
    </message>
    <message>
        <source>Fits this computer</source>
        <translation>Passt auf diesen Computer</translation>
    </message>
    <message>
        <source>Fits · about {0} a clip on this computer</source>
        <translation>Passt · etwa {0} pro Clip auf diesem Computer</translation>
    </message>
    <message>
        <source>Fits · a clip takes minutes on this computer</source>
        <translation>Passt · Minuten pro Clip auf diesem Computer</translation>
    </message>
    <message>
        <source>Fits · a clip takes hours on this computer</source>
        <translation>Passt · Stunden pro Clip auf diesem Computer</translation>
    </message>
    <message>
        <source>Fits · a clip takes days on this computer</source>
        <translation>Passt · Tage pro Clip auf diesem Computer</translation>
    </message>
    <message>
        <source>Resume download</source>
        <translation>Download fortsetzen</translation>
    </message>
    <message>
        <source>Download ({0})</source>
        <translation>Herunterladen ({0})</translation>
    </message>
    <message>
        <source>{0} of {1}</source>
        <translation>{0} von {1}</translation>
    </message>
    <message>
        <source>{0}/s</source>
        <translation>{0}/s</translation>
    </message>
    <message>
        <source>{0} left</source>
        <translation>noch {0}</translation>
    </message>
    <message>
        <source>{0} frames</source>
        <translation>{0} Frames</translation>
    </message>
    <message>
        <source>needs about {0} of GPU memory</source>
        <translation>braucht etwa {0} GPU-Speicher</translation>
    </message>
    <message>
        <source>{0} on disk</source>
        <translation>{0} auf dem Datenträger</translation>
    </message>
    <message>
        <source>{0} of it shared with another folder</source>
        <translation>davon {0} mit einem anderen Ordner geteilt</translation>
    </message>
    <message>
        <source>Built in</source>
        <translation>Integriert</translation>
    </message>
    <message>
        <source>Installed</source>
        <translation>Installiert</translation>
    </message>
    <message>
        <source>Damaged</source>
        <translation>Beschädigt</translation>
    </message>
    <message>
        <source>Download paused</source>
        <translation>Download pausiert</translation>
    </message>
    <message>
        <source>Not installed</source>
        <translation>Nicht installiert</translation>
    </message>
    <message>
        <source>Downloading</source>
        <translation>Wird heruntergeladen</translation>
    </message>
    <message>
        <source>Verifying</source>
        <translation>Wird geprüft</translation>
    </message>
    <message>
        <source>Repairing</source>
        <translation>Wird repariert</translation>
    </message>
    <message>
        <source>Importing</source>
        <translation>Wird importiert</translation>
    </message>
    <message>
        <source>Removing</source>
        <translation>Wird entfernt</translation>
    </message>
</context>
<context>
    <name>ModelChoice</name>
    <message>
        <source>No model installed</source>
        <translation>Kein Modell installiert</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Quality</source>
        <translation>Qualität</translation>
    </message>
    <message>
        <source>Quality: {0}</source>
        <translation>Qualität: {0}</translation>
    </message>
    <message>
        <source>Draft</source>
        <translation>Entwurf</translation>
    </message>
    <message>
        <source>Balanced</source>
        <translation>Ausgewogen</translation>
    </message>
    <message>
        <source>Best</source>
        <translation>Beste</translation>
    </message>
    <message>
        <source>Few steps</source>
        <translation>Wenige Schritte</translation>
    </message>
    <message>
        <source>Get more models…</source>
        <translation>Weitere Modelle holen…</translation>
    </message>
    <message>
        <source>{0} steps</source>
        <translation>{0} Schritte</translation>
    </message>
    <message>
        <source>{0} steps without guidance, for LoRAs that were made for it, such as LCM, CausVid or lightx2v</source>
        <translation>{0} Schritte ohne Guidance, für dafür gemachte LoRAs wie LCM, CausVid oder lightx2v</translation>
    </message>
</context>
<context>
    <name>ModelsDialog</name>
    <message>
        <source>Models</source>
        <translation>Modelle</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>Importieren</translation>
    </message>
    <message>
        <source>More</source>
        <translation>Mehr</translation>
    </message>
    <message>
        <source>Model folder…</source>
        <translation>Modellordner…</translation>
    </message>
    <message>
        <source>Checkpoint of ModelScope, ZeroScope or Wan…</source>
        <translation>Checkpoint von ModelScope, ZeroScope oder Wan…</translation>
    </message>
    <message>
        <source>LoRA…</source>
        <translation>LoRA…</translation>
    </message>
    <message>
        <source>Add from Hugging Face…</source>
        <translation>Von Hugging Face hinzufügen…</translation>
    </message>
    <message>
        <source>Move all models to another folder…</source>
        <translation>Alle Modelle in einen anderen Ordner verschieben…</translation>
    </message>
    <message>
        <source>Hugging Face token (this session)…</source>
        <translation>Hugging-Face-Token (diese Sitzung)…</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>{0} used in {1} · {2} free</source>
        <translation>{0} belegt in {1} · {2} frei</translation>
    </message>
    <message>
        <source>{0} used in {1}</source>
        <translation>{0} belegt in {1}</translation>
    </message>
    <message>
        <source>This frees {0}.</source>
        <translation>Das macht {0} frei.</translation>
    </message>
    <message>
        <source>{0} stay on disk: another folder, such as the Hugging Face cache, shares these files.</source>
        <translation>{0} bleiben auf dem Datenträger: Ein anderer Ordner, etwa der Cache von Hugging Face, teilt diese Dateien.</translation>
    </message>
    <message>
        <source>Remove {0}?</source>
        <translation>{0} entfernen?</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>see {0} on Hugging Face</source>
        <translation>siehe {0} auf Hugging Face</translation>
    </message>
    <message>
        <source>Download {0}?</source>
        <translation>{0} herunterladen?</translation>
    </message>
    <message>
        <source>Licence: {0}. {1} will be downloaded from Hugging Face. {2}</source>
        <translation>Lizenz: {0}. {1} werden von Hugging Face heruntergeladen. {2}</translation>
    </message>
    <message>
        <source>Accept and download</source>
        <translation>Zustimmen und herunterladen</translation>
    </message>
    <message>
        <source>Unsafe pickle files are converted in a sandbox first.</source>
        <translation>Unsichere Pickle-Dateien werden zuerst in einer Sandbox umgewandelt.</translation>
    </message>
    <message>
        <source>Pickle files are converted first, by a separate process that reads only the weights in them.</source>
        <translation>Pickle-Dateien werden zuerst umgewandelt, von einem eigenen Prozess, der nur die Gewichte darin liest.</translation>
    </message>
    <message>
        <source>Model folder</source>
        <translation>Modellordner</translation>
    </message>
    <message>
        <source>Checkpoints (*.pth *.pt *.bin *.ckpt *.safetensors)</source>
        <translation>Checkpoints (*.pth *.pt *.bin *.ckpt *.safetensors)</translation>
    </message>
    <message>
        <source>Checkpoint</source>
        <translation>Checkpoint</translation>
    </message>
    <message>
        <source>This file has only the denoiser. Download or import a base model first, to take the other parts from.</source>
        <translation>Diese Datei enthält nur den Denoiser. Zuerst ein Basismodell herunterladen oder importieren, das die anderen Teile liefert.</translation>
    </message>
    <message>
        <source>Base model</source>
        <translation>Basismodell</translation>
    </message>
    <message>
        <source>This file has only the denoiser. Take the other parts from:</source>
        <translation>Diese Datei enthält nur den Denoiser. Die anderen Teile kommen aus:</translation>
    </message>
    <message>
        <source>This frees {0}. Clips that were made with it can&apos;t be made again.</source>
        <translation>Das macht {0} frei. Damit erstellte Clips lassen sich nicht noch einmal erstellen.</translation>
    </message>
    <message>
        <source>Its weights are a pickle, which can execute code. {0} Do you trust its source?</source>
        <translation>Die Gewichte sind ein Pickle, das Code ausführen kann. {0} Ist die Quelle vertrauenswürdig?</translation>
    </message>
    <message>
        <source>Convert {0}?</source>
        <translation>{0} umwandeln?</translation>
    </message>
    <message>
        <source>Convert</source>
        <translation>Umwandeln</translation>
    </message>
    <message>
        <source>Add from Hugging Face</source>
        <translation>Von Hugging Face hinzufügen</translation>
    </message>
    <message>
        <source>Model ID (owner/name):</source>
        <translation>Modell-ID (owner/name):</translation>
    </message>
    <message>
        <source>Choose models folder</source>
        <translation>Modellordner auswählen</translation>
    </message>
    <message>
        <source>Hugging Face token</source>
        <translation>Hugging-Face-Token</translation>
    </message>
    <message>
        <source>For gated models. Never saved.</source>
        <translation>Für zugangsbeschränkte Modelle. Wird nie gespeichert.</translation>
    </message>
    <message>
        <source>Moving: {0} of {1}</source>
        <translation>Wird verschoben: {0} von {1}</translation>
    </message>
    <message>
        <source>Missing or changed files: {0}.</source>
        <translation>Fehlende oder geänderte Dateien: {0}.</translation>
    </message>
    <message>
        <source>{0} Click Repair to fix it.</source>
        <translation>{0} Reparieren behebt das.</translation>
    </message>
    <message>
        <source>All files are intact.</source>
        <translation>Alle Dateien sind intakt.</translation>
    </message>
    <message>
        <source>Repaired: {0}</source>
        <translation>Repariert: {0}</translation>
    </message>
    <message>
        <source>{0} is installed: choose it under LoRAs in the compose panel.</source>
        <translation>{0} ist installiert: links unter LoRAs auswählen.</translation>
    </message>
</context>
<context>
    <name>OwnPresets</name>
    <message>
        <source>My presets</source>
        <translation>Voreinstellungen</translation>
    </message>
    <message>
        <source>Save the settings below under a name, or use saved ones</source>
        <translation>Die Einstellungen darunter benennen und speichern oder gespeicherte verwenden</translation>
    </message>
    <message>
        <source>Save settings as preset…</source>
        <translation>Als Voreinstellung speichern…</translation>
    </message>
    <message>
        <source>Update</source>
        <translation>Aktualisieren</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>Umbenennen</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>Save preset</source>
        <translation>Voreinstellung speichern</translation>
    </message>
    <message>
        <source>Name of the preset:</source>
        <translation>Name der Voreinstellung:</translation>
    </message>
    <message>
        <source>Rename preset</source>
        <translation>Voreinstellung umbenennen</translation>
    </message>
    <message>
        <source>Delete this preset?</source>
        <translation>Diese Voreinstellung löschen?</translation>
    </message>
</context>
<context>
    <name>Palette</name>
    <message>
        <source>Commands</source>
        <translation>Befehle</translation>
    </message>
    <message>
        <source>Type a command</source>
        <translation>Befehl eingeben</translation>
    </message>
    <message>
        <source>No matching commands</source>
        <translation>Keine passenden Befehle</translation>
    </message>
</context>
<context>
    <name>Player</name>
    <message>
        <source>Stop comparing</source>
        <translation>Vergleich beenden</translation>
    </message>
    <message>
        <source>Player</source>
        <translation>Player</translation>
    </message>
    <message>
        <source>No clip yet</source>
        <translation>Noch kein Clip</translation>
    </message>
    <message>
        <source>Describe a scene on the left and press Generate.</source>
        <translation>Links eine Szene beschreiben und auf Generieren klicken.</translation>
    </message>
    <message>
        <source>Click an example to render it, or describe a scene on the left.</source>
        <translation>Zum Rendern auf ein Beispiel klicken oder links eine Szene beschreiben.</translation>
    </message>
    <message>
        <source>A new clip</source>
        <translation>Ein neuer Clip</translation>
    </message>
    <message>
        <source>{0} and {1} · drag the line or press ← → · Esc to stop</source>
        <translation>{0} und {1} · Linie ziehen oder ← → drücken · Esc beendet</translation>
    </message>
    <message numerus="yes">
        <source>%n clip(s) side by side</source>
        <translation>
            <numerusform>%n Clip nebeneinander</numerusform>
            <numerusform>%n Clips nebeneinander</numerusform>
        </translation>
    </message>
    <message>
        <source>Click one to show it alone · Esc to go back</source>
        <translation>Klick zeigt einen allein · Esc führt zurück</translation>
    </message>
    <message>
        <source>Can&apos;t play this clip</source>
        <translation>Dieser Clip lässt sich nicht abspielen</translation>
    </message>
</context>
<context>
    <name>PlayerActions</name>
    <message>
        <source>Play</source>
        <translation>Wiedergabe</translation>
    </message>
    <message>
        <source>Play or pause</source>
        <translation>Wiedergabe oder Pause</translation>
    </message>
    <message>
        <source>First frame</source>
        <translation>Erster Frame</translation>
    </message>
    <message>
        <source>Previous frame</source>
        <translation>Vorheriger Frame</translation>
    </message>
    <message>
        <source>Next frame</source>
        <translation>Nächster Frame</translation>
    </message>
    <message>
        <source>Slower</source>
        <translation>Langsamer</translation>
    </message>
    <message>
        <source>Faster</source>
        <translation>Schneller</translation>
    </message>
    <message>
        <source>Loop</source>
        <translation>Schleife</translation>
    </message>
    <message>
        <source>Full screen</source>
        <translation>Vollbild</translation>
    </message>
    <message>
        <source>Fit</source>
        <translation>Einpassen</translation>
    </message>
    <message>
        <source>Zoom in</source>
        <translation>Vergrößern</translation>
    </message>
    <message>
        <source>Zoom out</source>
        <translation>Verkleinern</translation>
    </message>
    <message>
        <source>Save as…</source>
        <translation>Speichern unter…</translation>
    </message>
    <message>
        <source>Save without settings…</source>
        <translation>Ohne Einstellungen speichern…</translation>
    </message>
    <message>
        <source>A copy without prompt and settings; it still says that it is AI-generated</source>
        <translation>Eine Kopie ohne Prompt und Einstellungen; die KI-Kennzeichnung bleibt</translation>
    </message>
    <message>
        <source>Copy frame</source>
        <translation>Frame kopieren</translation>
    </message>
    <message>
        <source>Save frame…</source>
        <translation>Frame speichern…</translation>
    </message>
    <message>
        <source>Start a clip with this frame</source>
        <translation>Einen Clip mit diesem Frame beginnen</translation>
    </message>
    <message>
        <source>Continue this clip</source>
        <translation>Diesen Clip fortsetzen</translation>
    </message>
    <message>
        <source>Compare with…</source>
        <translation>Vergleichen mit…</translation>
    </message>
    <message>
        <source>Show alternatives side by side</source>
        <translation>Alternativen nebeneinander zeigen</translation>
    </message>
    <message>
        <source>Reuse settings</source>
        <translation>Einstellungen übernehmen</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>Im Ordner zeigen</translation>
    </message>
    <message>
        <source>Upscale to HD</source>
        <translation>Auf HD hochskalieren</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Pause</translation>
    </message>
    <message>
        <source>Stop comparing</source>
        <translation>Vergleich beenden</translation>
    </message>
</context>
<context>
    <name>Preferences</name>
    <message>
        <source>Preferences</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Clips folder</source>
        <translation>Clip-Ordner</translation>
    </message>
    <message>
        <source>Move clips folder…</source>
        <translation>Clip-Ordner verschieben…</translation>
    </message>
    <message>
        <source>Move clips folder</source>
        <translation>Clip-Ordner verschieben</translation>
    </message>
    <message>
        <source>Moves the clips too, and keeps their ratings and tags</source>
        <translation>Verschiebt auch die Clips und behält ihre Bewertungen und Tags</translation>
    </message>
    <message>
        <source>Models folder</source>
        <translation>Modellordner</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>Gerät</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>Automatisch</translation>
    </message>
    <message>
        <source>CPU</source>
        <translation>CPU</translation>
    </message>
    <message>
        <source>NVIDIA GPU</source>
        <translation>NVIDIA-GPU</translation>
    </message>
    <message>
        <source>Apple GPU</source>
        <translation>Apple-GPU</translation>
    </message>
    <message>
        <source>Memory saving</source>
        <translation>Speicher sparen</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>Aus</translation>
    </message>
    <message>
        <source>Medium</source>
        <translation>Mittel</translation>
    </message>
    <message>
        <source>Maximum</source>
        <translation>Maximum</translation>
    </message>
    <message>
        <source>8-bit weights</source>
        <translation>8-Bit-Gewichte</translation>
    </message>
    <message>
        <source>Keep the model in memory</source>
        <translation>Modell im Speicher behalten</translation>
    </message>
    <message>
        <source>1 minute</source>
        <translation>1 Minute</translation>
    </message>
    <message>
        <source>5 minutes</source>
        <translation>5 Minuten</translation>
    </message>
    <message>
        <source>10 minutes</source>
        <translation>10 Minuten</translation>
    </message>
    <message>
        <source>30 minutes</source>
        <translation>30 Minuten</translation>
    </message>
    <message>
        <source>Until I quit</source>
        <translation>Bis zum Beenden</translation>
    </message>
    <message>
        <source>A model in memory starts the next clip sooner. It is released earlier if memory runs low.</source>
        <translation>Mit dem Modell im Speicher beginnt der nächste Clip früher. Wird der Speicher knapp, wird es früher freigegeben.</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>Design</translation>
    </message>
    <message>
        <source>Match system</source>
        <translation>Wie das System</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Hell</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Dunkel</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Sprache</translation>
    </message>
    <message>
        <source>Changes when you next start the application</source>
        <translation>Ändert sich beim nächsten Start der Anwendung</translation>
    </message>
    <message>
        <source>Show previews while rendering</source>
        <translation>Beim Rendern Vorschau zeigen</translation>
    </message>
    <message>
        <source>Notify me when the queue finishes</source>
        <translation>Benachrichtigen, wenn die Warteschlange fertig ist</translation>
    </message>
    <message>
        <source>Hugging Face mirror</source>
        <translation>Hugging-Face-Spiegelserver</translation>
    </message>
    <message>
        <source>Proxy for downloads</source>
        <translation>Proxy für Downloads</translation>
    </message>
    <message>
        <source>None, or http://… or socks5://…</source>
        <translation>Keiner, oder http://… oder socks5://…</translation>
    </message>
    <message>
        <source> kB/s</source>
        <translation> kB/s</translation>
    </message>
    <message>
        <source>Unlimited</source>
        <translation>Unbegrenzt</translation>
    </message>
    <message>
        <source>Download speed limit</source>
        <translation>Höchstgeschwindigkeit für Downloads</translation>
    </message>
    <message>
        <source>Folders</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>Clips</source>
        <translation>Clips</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modelle</translation>
    </message>
    <message>
        <source>Rendering</source>
        <translation>Rendern</translation>
    </message>
    <message>
        <source>Keep model</source>
        <translation>Modell behalten</translation>
    </message>
    <message>
        <source>Model downloads</source>
        <translation>Modell-Downloads</translation>
    </message>
    <message>
        <source>Mirror</source>
        <translation>Spiegelserver</translation>
    </message>
    <message>
        <source>Proxy</source>
        <translation>Proxy</translation>
    </message>
    <message>
        <source>Speed limit</source>
        <translation>Höchsttempo</translation>
    </message>
    <message>
        <source>Application</source>
        <translation>Anwendung</translation>
    </message>
    <message>
        <source>Move the clips folder to</source>
        <translation>Clip-Ordner verschieben nach</translation>
    </message>
</context>
<context>
    <name>PromptArea</name>
    <message>
        <source>Prompt</source>
        <translation>Prompt</translation>
    </message>
    <message>
        <source>What should the video show?</source>
        <translation>Was soll das Video zeigen?</translation>
    </message>
    <message>
        <source>Describe it in English</source>
        <translation>Auf Englisch beschreiben</translation>
    </message>
    <message>
        <source>Negative prompt</source>
        <translation>Negativer Prompt</translation>
    </message>
    <message>
        <source>What to avoid, such as: text, watermark</source>
        <translation>Was zu vermeiden ist, etwa: text, watermark</translation>
    </message>
    <message>
        <source>Words to add</source>
        <translation>Wörter hinzufügen</translation>
    </message>
</context>
<context>
    <name>PromptEdit</name>
    <message>
        <source>Generate</source>
        <translation>Generieren</translation>
    </message>
</context>
<context>
    <name>PromptField</name>
    <message>
        <source>Tokens used / limit</source>
        <translation>Verwendete Tokens / Höchstzahl</translation>
    </message>
    <message>
        <source>{0} of {1} tokens</source>
        <translation>{0} von {1} Tokens</translation>
    </message>
    <message>
        <source>Too long: the struck-through words are ignored</source>
        <translation>Zu lang: Die durchgestrichenen Wörter werden ignoriert</translation>
    </message>
    <message>
        <source>Too long: words of the styles are ignored</source>
        <translation>Zu lang: Wörter der Stile werden ignoriert</translation>
    </message>
    <message>
        <source>The model knows only English, not {0} script</source>
        <translation>Das Modell kennt nur Englisch, nicht die Schrift {0}</translation>
    </message>
    <message>
        <source>Doesn&apos;t look like English; the model knows only English</source>
        <translation>Klingt nicht nach Englisch; das Modell kennt nur Englisch</translation>
    </message>
    <message numerus="yes">
        <source>Creates %n random clip(s)</source>
        <translation>
            <numerusform>Erzeugt %n zufälligen Clip</numerusform>
            <numerusform>Erzeugt %n zufällige Clips</numerusform>
        </translation>
    </message>
    <message>
        <source>Creates {0} clips</source>
        <translation>Erzeugt {0} Clips</translation>
    </message>
</context>
<context>
    <name>PromptMenu</name>
    <message>
        <source>Recent and saved prompts</source>
        <translation>Letzte und gespeicherte Prompts</translation>
    </message>
    <message>
        <source>Remove this prompt from Saved</source>
        <translation>Diesen Prompt aus den gespeicherten entfernen</translation>
    </message>
    <message>
        <source>Save this prompt</source>
        <translation>Diesen Prompt speichern</translation>
    </message>
    <message>
        <source>Saved</source>
        <translation>Gespeichert</translation>
    </message>
    <message>
        <source>Recent</source>
        <translation>Zuletzt verwendet</translation>
    </message>
    <message>
        <source>Prompts you use will appear here</source>
        <translation>Verwendete Prompts erscheinen hier</translation>
    </message>
    <message>
        <source>Saved prompts…</source>
        <translation>Gespeicherte Prompts…</translation>
    </message>
    <message>
        <source>Open wildcards folder</source>
        <translation>Wildcard-Ordner öffnen</translation>
    </message>
</context>
<context>
    <name>PromptTree</name>
    <message>
        <source>Saved prompts</source>
        <translation>Gespeicherte Prompts</translation>
    </message>
</context>
<context>
    <name>QueueActions</name>
    <message numerus="yes">
        <source>%n clip(s) restored to the queue.</source>
        <translation>
            <numerusform>%n Clip wieder in der Warteschlange.</numerusform>
            <numerusform>%n Clips wieder in der Warteschlange.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n clip(s) removed from the queue.</source>
        <translation>
            <numerusform>%n Clip aus der Warteschlange entfernt.</numerusform>
            <numerusform>%n Clips aus der Warteschlange entfernt.</numerusform>
        </translation>
    </message>
    <message>
        <source>Clips folder</source>
        <translation>Clip-Ordner</translation>
    </message>
    <message>
        <source>Nothing smaller fits either. Choose a smaller model.</source>
        <translation>Auch kleinere Einstellungen passen nicht. Ein kleineres Modell wählen.</translation>
    </message>
    <message>
        <source>Trying again with {0}, {1} frames.</source>
        <translation>Neuer Versuch mit {0}, {1} Frames.</translation>
    </message>
</context>
<context>
    <name>QueueModel</name>
    <message numerus="yes">
        <source>Finished (%n)</source>
        <translation>
            <numerusform>Fertig (%n)</numerusform>
            <numerusform>Fertig (%n)</numerusform>
        </translation>
    </message>
    <message>
        <source>{0}, open</source>
        <translation>{0}, ausgeklappt</translation>
    </message>
    <message>
        <source>{0}, folded</source>
        <translation>{0}, eingeklappt</translation>
    </message>
    <message>
        <source>{0} of {1} · {2}</source>
        <translation>{0} von {1} · {2}</translation>
    </message>
    <message>
        <source>HD · {0}</source>
        <translation>HD · {0}</translation>
    </message>
    <message>
        <source>{0} · {1} left</source>
        <translation>{0} · noch {1}</translation>
    </message>
    <message>
        <source>Open for editing</source>
        <translation>Wird bearbeitet</translation>
    </message>
    <message>
        <source>The engine crashed. Retrying…</source>
        <translation>Die Engine ist abgestürzt. Neuer Versuch…</translation>
    </message>
</context>
<context>
    <name>QueueRow</name>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>Wiederholen</translation>
    </message>
    <message>
        <source>Show clip</source>
        <translation>Clip zeigen</translation>
    </message>
</context>
<context>
    <name>QueueView</name>
    <message>
        <source>Pause after this clip</source>
        <translation>Danach anhalten</translation>
    </message>
    <message>
        <source>More queue actions</source>
        <translation>Weitere Befehle der Warteschlange</translation>
    </message>
    <message>
        <source>More</source>
        <translation>Mehr</translation>
    </message>
    <message>
        <source>Queue</source>
        <translation>Warteschlange</translation>
    </message>
    <message>
        <source>The queue is empty. New clips appear here.</source>
        <translation>Die Warteschlange ist leer. Neue Clips erscheinen hier.</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>Remove (Cancel while it runs)</source>
        <translation>Entfernen (abbrechen, falls er läuft)</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>Wiederholen</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>Bearbeiten</translation>
    </message>
    <message>
        <source>Duplicate</source>
        <translation>Duplizieren</translation>
    </message>
    <message>
        <source>Move up</source>
        <translation>Nach oben</translation>
    </message>
    <message>
        <source>Move down</source>
        <translation>Nach unten</translation>
    </message>
    <message>
        <source>Undo remove</source>
        <translation>Entfernen rückgängig</translation>
    </message>
    <message>
        <source>Clear finished</source>
        <translation>Fertige entfernen</translation>
    </message>
    <message>
        <source>Retry all failed</source>
        <translation>Fehlgeschlagene wiederholen</translation>
    </message>
    <message>
        <source>Quit after this clip</source>
        <translation>Nach diesem Clip beenden</translation>
    </message>
    <message>
        <source>Do nothing</source>
        <translation>Nichts tun</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Beenden</translation>
    </message>
    <message>
        <source>Sleep</source>
        <translation>Energie sparen</translation>
    </message>
    <message>
        <source>When the queue finishes</source>
        <translation>Wenn die Warteschlange fertig ist</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Pause</translation>
    </message>
    <message>
        <source>Show alternatives side by side</source>
        <translation>Alternativen nebeneinander zeigen</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
</context>
<context>
    <name>Recovery</name>
    <message numerus="yes">
        <source>Recovered %n clip(s) from the clips folder.</source>
        <translation>
            <numerusform>%n Clip aus dem Clip-Ordner wiederhergestellt.</numerusform>
            <numerusform>%n Clips aus dem Clip-Ordner wiederhergestellt.</numerusform>
        </translation>
    </message>
    <message>
        <source>The library is damaged. Restart T2V Desktop to repair it.</source>
        <translation>Die Bibliothek ist beschädigt. T2V Desktop neu starten, um sie zu reparieren.</translation>
    </message>
</context>
<context>
    <name>Rows</name>
    <message>
        <source>Open or fold the finished clips</source>
        <translation>Fertige Clips aus- oder einklappen</translation>
    </message>
</context>
<context>
    <name>SavedPrompts</name>
    <message>
        <source>Saved prompts</source>
        <translation>Gespeicherte Prompts</translation>
    </message>
    <message>
        <source>Search saved prompts</source>
        <translation>Gespeicherte Prompts durchsuchen</translation>
    </message>
    <message>
        <source>Save this prompt</source>
        <translation>Diesen Prompt speichern</translation>
    </message>
    <message>
        <source>New folder</source>
        <translation>Neuer Ordner</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>Umbenennen</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>Undo delete</source>
        <translation>Löschen rückgängig</translation>
    </message>
    <message>
        <source>Move to</source>
        <translation>Verschieben nach</translation>
    </message>
    <message>
        <source>Prompt</source>
        <translation>Prompt</translation>
    </message>
    <message>
        <source>No saved prompts yet. Save the prompt you have typed, or import some.</source>
        <translation>Noch keine gespeicherten Prompts. Den eingegebenen Prompt speichern oder welche importieren.</translation>
    </message>
    <message>
        <source>Use prompt</source>
        <translation>Prompt verwenden</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>No folder</source>
        <translation>Kein Ordner</translation>
    </message>
    <message>
        <source>New folder {0}</source>
        <translation>Neuer Ordner {0}</translation>
    </message>
    <message numerus="yes">
        <source>Deleted: %n prompt(s)</source>
        <translation>
            <numerusform>Gelöscht: %n Prompt</numerusform>
            <numerusform>Gelöscht: %n Prompts</numerusform>
        </translation>
    </message>
    <message>
        <source>Folder deleted</source>
        <translation>Ordner gelöscht</translation>
    </message>
    <message numerus="yes">
        <source>Restored: %n prompt(s)</source>
        <translation>
            <numerusform>Wiederhergestellt: %n Prompt</numerusform>
            <numerusform>Wiederhergestellt: %n Prompts</numerusform>
        </translation>
    </message>
    <message>
        <source>Folder restored</source>
        <translation>Ordner wiederhergestellt</translation>
    </message>
    <message>
        <source>Negative: {0}</source>
        <translation>Negativ: {0}</translation>
    </message>
    <message numerus="yes">
        <source>%n prompt(s) found</source>
        <translation>
            <numerusform>%n Prompt gefunden</numerusform>
            <numerusform>%n Prompts gefunden</numerusform>
        </translation>
    </message>
    <message>
        <source>No saved prompt has these words.</source>
        <translation>Kein gespeicherter Prompt enthält diese Wörter.</translation>
    </message>
</context>
<context>
    <name>SecondPass</name>
    <message>
        <source>Each clip is rendered as usual, then upscaled with {0}</source>
        <translation>Jeder Clip wird wie gewohnt gerendert und dann mit {0} hochskaliert</translation>
    </message>
    <message>
        <source>Also upscale to HD</source>
        <translation>Auch auf HD hochskalieren</translation>
    </message>
</context>
<context>
    <name>SeedField</name>
    <message>
        <source>Seed</source>
        <translation>Seed</translation>
    </message>
    <message>
        <source>Roll a seed</source>
        <translation>Seed würfeln</translation>
    </message>
    <message>
        <source>Roll and lock a seed</source>
        <translation>Seed würfeln und festhalten</translation>
    </message>
    <message>
        <source>Lock the seed</source>
        <translation>Seed festhalten</translation>
    </message>
    <message>
        <source>Same seed each time</source>
        <translation>Jedes Mal derselbe Seed</translation>
    </message>
    <message>
        <source>New random seed each time</source>
        <translation>Jedes Mal ein neuer zufälliger Seed</translation>
    </message>
</context>
<context>
    <name>Session</name>
    <message>
        <source>The app closed during a render. Press Resume to continue.</source>
        <translation>Die Anwendung wurde während des Renderns geschlossen. Fortsetzen macht weiter.</translation>
    </message>
    <message>
        <source>The queue still has clips to render. Press Resume to continue.</source>
        <translation>In der Warteschlange sind noch Clips. Fortsetzen rendert sie.</translation>
    </message>
</context>
<context>
    <name>SettingsActions</name>
    <message>
        <source>The language changes when you next start the application.</source>
        <translation>Die Sprache ändert sich beim nächsten Start der Anwendung.</translation>
    </message>
    <message>
        <source>Export settings</source>
        <translation>Einstellungen exportieren</translation>
    </message>
    <message>
        <source>Settings (*.json)</source>
        <translation>Einstellungen (*.json)</translation>
    </message>
    <message>
        <source>Saved: {0}</source>
        <translation>Gespeichert: {0}</translation>
    </message>
    <message>
        <source>Import settings</source>
        <translation>Einstellungen importieren</translation>
    </message>
    <message>
        <source>Settings imported from {0}</source>
        <translation>Einstellungen aus {0} importiert</translation>
    </message>
</context>
<context>
    <name>Shortcuts</name>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>Tastenkürzel</translation>
    </message>
    <message>
        <source>Search commands and keys</source>
        <translation>Befehle und Tasten durchsuchen</translation>
    </message>
    <message>
        <source>No matching shortcuts</source>
        <translation>Keine passenden Tastenkürzel</translation>
    </message>
</context>
<context>
    <name>SizeLength</name>
    <message>
        <source>Width in pixels</source>
        <translation>Breite in Pixeln</translation>
    </message>
    <message>
        <source>Height in pixels</source>
        <translation>Höhe in Pixeln</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>Länge</translation>
    </message>
    <message>
        <source>in steps of {0}</source>
        <translation>in Schritten von {0}</translation>
    </message>
    <message>
        <source>Custom…</source>
        <translation>Eigene…</translation>
    </message>
    <message>
        <source>{0} × {1}…</source>
        <translation>{0} × {1}…</translation>
    </message>
</context>
<context>
    <name>Stage</name>
    <message>
        <source>Move the line between two clips</source>
        <translation>Die Linie zwischen zwei Clips bewegen</translation>
    </message>
    <message>
        <source>Move the line in larger steps</source>
        <translation>Die Linie in größeren Schritten bewegen</translation>
    </message>
    <message>
        <source>Video</source>
        <translation>Video</translation>
    </message>
    <message>
        <source>{0} on the left, {1} on the right; the arrow keys move the line</source>
        <translation>{0} links, {1} rechts; die Pfeiltasten bewegen die Linie</translation>
    </message>
    <message>
        <source>{0} %</source>
        <translation>{0} %</translation>
    </message>
</context>
<context>
    <name>StarsAndHeart</name>
    <message numerus="yes">
        <source>%n star(s)</source>
        <translation>
            <numerusform>%n Stern</numerusform>
            <numerusform>%n Sterne</numerusform>
        </translation>
    </message>
    <message>
        <source>Favourite</source>
        <translation>Favorit</translation>
    </message>
    <message>
        <source>Favourite (F)</source>
        <translation>Favorit (F)</translation>
    </message>
</context>
<context>
    <name>Status</name>
    <message>
        <source>Private</source>
        <translation>Privat</translation>
    </message>
    <message>
        <source>Nothing leaves this computer</source>
        <translation>Nichts verlässt diesen Computer</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>{0} loaded</source>
        <translation>{0} geladen</translation>
    </message>
    <message numerus="yes">
        <source>%n clip(s) left</source>
        <translation>
            <numerusform>noch %n Clip</numerusform>
            <numerusform>noch %n Clips</numerusform>
        </translation>
    </message>
    <message>
        <source>paused</source>
        <translation>angehalten</translation>
    </message>
    <message>
        <source>about {0}</source>
        <translation>etwa {0}</translation>
    </message>
</context>
<context>
    <name>Styles</name>
    <message>
        <source>Styles</source>
        <translation>Stile</translation>
    </message>
    <message>
        <source>Add a style to the prompt: its words are added when you press Generate</source>
        <translation>Dem Prompt einen Stil geben: Seine Wörter kommen beim Generieren hinzu</translation>
    </message>
    <message>
        <source>No styles for this model yet</source>
        <translation>Noch keine Stile für dieses Modell</translation>
    </message>
    <message>
        <source>Edit styles…</source>
        <translation>Stile bearbeiten…</translation>
    </message>
    <message>
        <source>Remove style {0}</source>
        <translation>Stil {0} entfernen</translation>
    </message>
    <message>
        <source>Click to remove; Ctrl+← and Ctrl+→ change the order</source>
        <translation>Klicken entfernt; Strg+← und Strg+→ ändern die Reihenfolge</translation>
    </message>
    <message>
        <source>This style doesn&apos;t exist for this model</source>
        <translation>Diesen Stil gibt es für dieses Modell nicht</translation>
    </message>
</context>
<context>
    <name>StylesDialog</name>
    <message>
        <source>Styles</source>
        <translation>Stile</translation>
    </message>
    <message>
        <source>a dog on a beach</source>
        <translation>a dog on a beach</translation>
    </message>
    <message>
        <source>Comes before your prompt, such as: 2D anime style.</source>
        <translation>Steht vor dem Prompt, etwa: 2D anime style.</translation>
    </message>
    <message>
        <source>Comes after your prompt, such as: film grain, muted colors</source>
        <translation>Steht nach dem Prompt, etwa: film grain, muted colors</translation>
    </message>
    <message>
        <source>What to avoid, such as: text, watermark</source>
        <translation>Was zu vermeiden ist, etwa: text, watermark</translation>
    </message>
    <message>
        <source>New style</source>
        <translation>Neuer Stil</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>Move up</source>
        <translation>Nach oben</translation>
    </message>
    <message>
        <source>Move down</source>
        <translation>Nach unten</translation>
    </message>
    <message>
        <source>Undo delete</source>
        <translation>Löschen rückgängig</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Prefix</source>
        <translation>Präfix</translation>
    </message>
    <message>
        <source>Suffix</source>
        <translation>Suffix</translation>
    </message>
    <message>
        <source>Negative prompt</source>
        <translation>Negativer Prompt</translation>
    </message>
    <message>
        <source>soft light</source>
        <translation>soft light</translation>
    </message>
    <message>
        <source>Built in. Copy it to change it.</source>
        <translation>Integriert. Zum Ändern kopieren.</translation>
    </message>
    <message>
        <source>Preview: {0}</source>
        <translation>Vorschau: {0}</translation>
    </message>
    <message>
        <source>Not saved: {0}</source>
        <translation>Nicht gespeichert: {0}</translation>
    </message>
    <message>
        <source>Saved</source>
        <translation>Gespeichert</translation>
    </message>
    <message>
        <source>Deleted: {0}</source>
        <translation>Gelöscht: {0}</translation>
    </message>
    <message>
        <source>No styles yet. A style adds the same words to many prompts: press New style.</source>
        <translation>Noch keine Stile. Ein Stil gibt vielen Prompts dieselben Wörter: auf Neuer Stil klicken.</translation>
    </message>
</context>
<context>
    <name>TagDialog</name>
    <message>
        <source>Edit tags</source>
        <translation>Tags bearbeiten</translation>
    </message>
    <message>
        <source>Add a tag</source>
        <translation>Tag hinzufügen</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>Hinzufügen</translation>
    </message>
    <message>
        <source>Used before</source>
        <translation>Schon verwendet</translation>
    </message>
    <message numerus="yes">
        <source>Tags that all %n selected clip(s) have:</source>
        <translation>
            <numerusform>Tags von %n ausgewähltem Clip:</numerusform>
            <numerusform>Tags, die alle %n ausgewählten Clips haben:</numerusform>
        </translation>
    </message>
    <message>
        <source>Remove tag {0}</source>
        <translation>Tag {0} entfernen</translation>
    </message>
    <message>
        <source>None yet</source>
        <translation>Noch keine</translation>
    </message>
    <message>
        <source>Add tag {0}</source>
        <translation>Tag {0} hinzufügen</translation>
    </message>
</context>
<context>
    <name>TaskRow</name>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Cancel: {0}</source>
        <translation>Abbrechen: {0}</translation>
    </message>
    <message>
        <source>{0} of {1}</source>
        <translation>{0} von {1}</translation>
    </message>
</context>
<context>
    <name>Tile</name>
    <message>
        <source>{0} s</source>
        <translation>{0} s</translation>
    </message>
</context>
<context>
    <name>Tour</name>
    <message>
        <source>End the tour</source>
        <translation>Tour beenden</translation>
    </message>
</context>
<context>
    <name>Transfer</name>
    <message>
        <source>Import…</source>
        <translation>Importieren…</translation>
    </message>
    <message>
        <source>Add prompts, styles, wildcards and presets from a file</source>
        <translation>Prompts, Stile, Wildcards und Voreinstellungen aus einer Datei hinzufügen</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>Exportieren…</translation>
    </message>
    <message>
        <source>Save all your prompts, styles, wildcards and presets in one file</source>
        <translation>Alle eigenen Prompts, Stile, Wildcards und Voreinstellungen in einer Datei speichern</translation>
    </message>
    <message numerus="yes">
        <source>%n prompt(s)</source>
        <translation>
            <numerusform>%n Prompt</numerusform>
            <numerusform>%n Prompts</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n style(s)</source>
        <translation>
            <numerusform>%n Stil</numerusform>
            <numerusform>%n Stile</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n wildcard(s)</source>
        <translation>
            <numerusform>%n Wildcard</numerusform>
            <numerusform>%n Wildcards</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n preset(s)</source>
        <translation>
            <numerusform>%n Voreinstellung</numerusform>
            <numerusform>%n Voreinstellungen</numerusform>
        </translation>
    </message>
    <message>
        <source>Added: {0}</source>
        <translation>Hinzugefügt: {0}</translation>
    </message>
    <message>
        <source>Nothing new</source>
        <translation>Nichts Neues</translation>
    </message>
    <message numerus="yes">
        <source>%n already there</source>
        <translation>
            <numerusform>%n schon vorhanden</numerusform>
            <numerusform>%n schon vorhanden</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n renamed</source>
        <translation>
            <numerusform>%n umbenannt</numerusform>
            <numerusform>%n umbenannt</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n not usable</source>
        <translation>
            <numerusform>%n nicht verwendbar</numerusform>
            <numerusform>%n nicht verwendbar</numerusform>
        </translation>
    </message>
    <message>
        <source>Prompts and styles (*.json *.csv *.txt)</source>
        <translation>Prompts und Stile (*.json *.csv *.txt)</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>Importieren</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Exportieren</translation>
    </message>
    <message>
        <source>JSON (*.json)</source>
        <translation>JSON (*.json)</translation>
    </message>
</context>
<context>
    <name>Transport</name>
    <message>
        <source>Position</source>
        <translation>Position</translation>
    </message>
    <message>
        <source>frame {0} of {1}</source>
        <translation>Frame {0} von {1}</translation>
    </message>
    <message>
        <source>{0} / {1} frames</source>
        <translation>{0} / {1} Frames</translation>
    </message>
    <message>
        <source>{0} / {1} s</source>
        <translation>{0} / {1} s</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>Tempo</translation>
    </message>
    <message>
        <source>Speed ([ slower, ] faster)</source>
        <translation>Tempo ([ langsamer, ] schneller)</translation>
    </message>
</context>
<context>
    <name>UnknownWords</name>
    <message>
        <source>Get a model…</source>
        <translation>Modell holen…</translation>
    </message>
    <message>
        <source>Get a model for scenes</source>
        <translation>Modell für Szenen holen</translation>
    </message>
    <message>
        <source>{0} draws only shapes: get a model for scenes</source>
        <translation>{0} zeichnet nur Formen: ein Modell für Szenen holen</translation>
    </message>
    <message>
        <source>Not known: {0}</source>
        <translation>Nicht bekannt: {0}</translation>
    </message>
</context>
<context>
    <name>Upkeep</name>
    <message>
        <source>Rescanning clips folder</source>
        <translation>Clip-Ordner wird neu eingelesen</translation>
    </message>
    <message numerus="yes">
        <source>%n new clip(s) added.</source>
        <translation>
            <numerusform>%n neuer Clip hinzugefügt.</numerusform>
            <numerusform>%n neue Clips hinzugefügt.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n moved clip(s) found again.</source>
        <translation>
            <numerusform>%n verschobener Clip wiedergefunden.</numerusform>
            <numerusform>%n verschobene Clips wiedergefunden.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) still missing.</source>
        <translation>
            <numerusform>%n Datei fehlt noch.</numerusform>
            <numerusform>%n Dateien fehlen noch.</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing new in the clips folder.</source>
        <translation>Nichts Neues im Clip-Ordner.</translation>
    </message>
    <message>
        <source>Moving the clips folder</source>
        <translation>Clip-Ordner wird verschoben</translation>
    </message>
    <message numerus="yes">
        <source>%n clip(s) moved to {0}.</source>
        <translation>
            <numerusform>%n Clip nach {0} verschoben.</numerusform>
            <numerusform>%n Clips nach {0} verschoben.</numerusform>
        </translation>
    </message>
    <message>
        <source>Wait until the current task has finished, or cancel it.</source>
        <translation>Den laufenden Vorgang abwarten oder abbrechen.</translation>
    </message>
    <message>
        <source>Cancelled.</source>
        <translation>Abgebrochen.</translation>
    </message>
</context>
<context>
    <name>Views</name>
    <message>
        <source>Player</source>
        <translation>Player</translation>
    </message>
    <message>
        <source>Library</source>
        <translation>Bibliothek</translation>
    </message>
    <message>
        <source>Show the player</source>
        <translation>Player zeigen</translation>
    </message>
    <message>
        <source>Show the library</source>
        <translation>Bibliothek zeigen</translation>
    </message>
</context>
<context>
    <name>WildcardCompletion</name>
    <message>
        <source>Wildcards</source>
        <translation>Wildcards</translation>
    </message>
</context>
<context>
    <name>WindowProgress</name>
    <message>
        <source>T2V Desktop</source>
        <translation>T2V Desktop</translation>
    </message>
    <message>
        <source>{0} % – {1}</source>
        <translation>{0} % – {1}</translation>
    </message>
</context>
<context>
    <name>absence</name>
    <message>
        <source>The drive {0} isn&apos;t connected. Connect it to play this clip.</source>
        <translation>Das Laufwerk {0} ist nicht angeschlossen. Zum Abspielen dieses Clips anschließen.</translation>
    </message>
    <message>
        <source>The folder {0} is missing: it was moved, renamed or deleted.</source>
        <translation>Der Ordner {0} fehlt: Er wurde verschoben, umbenannt oder gelöscht.</translation>
    </message>
    <message>
        <source>The file is missing: it was moved, renamed or deleted. Rescan clips folder in the Library menu looks for it.</source>
        <translation>Die Datei fehlt: Sie wurde verschoben, umbenannt oder gelöscht. Der Befehl Clip-Ordner neu einlesen im Menü Bibliothek sucht sie.</translation>
    </message>
</context>
<context>
    <name>compare</name>
    <message>
        <source>seed {0}</source>
        <translation>Seed {0}</translation>
    </message>
    <message>
        <source>no style</source>
        <translation>kein Stil</translation>
    </message>
    <message>
        <source>{0} frames</source>
        <translation>{0} Frames</translation>
    </message>
    <message>
        <source>{0} steps</source>
        <translation>{0} Schritte</translation>
    </message>
    <message>
        <source>guidance {0}</source>
        <translation>Guidance {0}</translation>
    </message>
    <message>
        <source>no LoRA</source>
        <translation>keine LoRA</translation>
    </message>
    <message>
        <source>left</source>
        <translation>links</translation>
    </message>
    <message>
        <source>right</source>
        <translation>rechts</translation>
    </message>
</context>
<context>
    <name>conditions</name>
    <message>
        <source>Favourites</source>
        <translation>Favoriten</translation>
    </message>
    <message>
        <source>Tag: {0}</source>
        <translation>Tag: {0}</translation>
    </message>
    <message>
        <source>Missing files</source>
        <translation>Fehlende Dateien</translation>
    </message>
    <message>
        <source>{0} or more</source>
        <translation>{0} oder mehr</translation>
    </message>
    <message>
        <source>Starter</source>
        <translation>Starter</translation>
    </message>
    <message>
        <source>Rendered from a prompt</source>
        <translation>Aus einem Prompt gerendert</translation>
    </message>
    <message>
        <source>Continued clips</source>
        <translation>Fortsetzung eines Clips</translation>
    </message>
    <message>
        <source>Upscaled to HD</source>
        <translation>Auf HD hochskaliert</translation>
    </message>
    <message>
        <source>Imported</source>
        <translation>Importiert</translation>
    </message>
    <message>
        <source>Newest first</source>
        <translation>Neueste zuerst</translation>
    </message>
    <message>
        <source>Oldest first</source>
        <translation>Älteste zuerst</translation>
    </message>
    <message>
        <source>Best rated first</source>
        <translation>Beste Bewertung zuerst</translation>
    </message>
    <message>
        <source>Prompt, A–Z</source>
        <translation>Prompt, A–Z</translation>
    </message>
    <message>
        <source>{0} to {1}</source>
        <translation>{0} bis {1}</translation>
    </message>
    <message>
        <source>Since {0}</source>
        <translation>Ab {0}</translation>
    </message>
    <message>
        <source>Until {0}</source>
        <translation>Bis {0}</translation>
    </message>
</context>
<context>
    <name>files</name>
    <message>
        <source>LoRA</source>
        <translation>LoRA</translation>
    </message>
    <message>
        <source>LoRAs (*.safetensors)</source>
        <translation>LoRAs (*.safetensors)</translation>
    </message>
</context>
<context>
    <name>keys</name>
    <message>
        <source>Video</source>
        <translation>Video</translation>
    </message>
    <message>
        <source>Help window</source>
        <translation>Hilfefenster</translation>
    </message>
    <message>
        <source>Queue</source>
        <translation>Warteschlange</translation>
    </message>
</context>
<context>
    <name>menus</name>
    <message>
        <source>&amp;File</source>
        <translation>&amp;Datei</translation>
    </message>
    <message>
        <source>&amp;New prompt</source>
        <translation>&amp;Neuer Prompt</translation>
    </message>
    <message>
        <source>&amp;Open video…</source>
        <translation>Video &amp;öffnen…</translation>
    </message>
    <message>
        <source>&amp;Settings</source>
        <translation>E&amp;instellungen übertragen</translation>
    </message>
    <message>
        <source>&amp;Export settings…</source>
        <translation>Einstellungen &amp;exportieren…</translation>
    </message>
    <message>
        <source>&amp;Import settings…</source>
        <translation>Einstellungen &amp;importieren…</translation>
    </message>
    <message>
        <source>&amp;Preferences…</source>
        <translation>&amp;Einstellungen…</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>&amp;Beenden</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>&amp;Bearbeiten</translation>
    </message>
    <message>
        <source>&amp;Generate</source>
        <translation>&amp;Generieren</translation>
    </message>
    <message>
        <source>Saved &amp;prompts…</source>
        <translation>Gespeicherte &amp;Prompts…</translation>
    </message>
    <message>
        <source>&amp;Styles…</source>
        <translation>S&amp;tile…</translation>
    </message>
    <message>
        <source>&amp;Undo delete</source>
        <translation>Löschen &amp;rückgängig machen</translation>
    </message>
    <message>
        <source>&amp;Find in library</source>
        <translation>In der Bibliothek &amp;suchen</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>&amp;Ansicht</translation>
    </message>
    <message>
        <source>Show &amp;library or player</source>
        <translation>&amp;Bibliothek oder Player zeigen</translation>
    </message>
    <message>
        <source>Show &amp;current clip</source>
        <translation>&amp;Aktuellen Clip zeigen</translation>
    </message>
    <message>
        <source>&amp;Queue</source>
        <translation>&amp;Warteschlange</translation>
    </message>
    <message>
        <source>&amp;Pause after this clip</source>
        <translation>Nach diesem Clip &amp;anhalten</translation>
    </message>
    <message>
        <source>&amp;Cancel current clip</source>
        <translation>Aktuellen &amp;Clip abbrechen</translation>
    </message>
    <message>
        <source>&amp;Library</source>
        <translation>B&amp;ibliothek</translation>
    </message>
    <message>
        <source>&amp;Models</source>
        <translation>&amp;Modelle</translation>
    </message>
    <message>
        <source>&amp;Models…</source>
        <translation>&amp;Modelle…</translation>
    </message>
    <message>
        <source>Open models &amp;folder</source>
        <translation>Modell&amp;ordner öffnen</translation>
    </message>
    <message>
        <source>&amp;Refresh model list</source>
        <translation>Modellliste &amp;aktualisieren</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>&amp;Hilfe</translation>
    </message>
    <message>
        <source>&amp;Commands…</source>
        <translation>&amp;Befehle…</translation>
    </message>
    <message>
        <source>&amp;Keyboard shortcuts</source>
        <translation>&amp;Tastenkürzel</translation>
    </message>
    <message>
        <source>Take the &amp;tour</source>
        <translation>Tour &amp;starten</translation>
    </message>
    <message>
        <source>&amp;Log…</source>
        <translation>&amp;Protokoll…</translation>
    </message>
    <message>
        <source>Save &amp;report…</source>
        <translation>Be&amp;richt speichern…</translation>
    </message>
    <message>
        <source>&amp;About T2V Desktop</source>
        <translation>&amp;Über T2V Desktop</translation>
    </message>
</context>
<context>
    <name>messages</name>
    <message>
        <source>, or memory saving auto</source>
        <translation>, oder automatisches Speichersparen</translation>
    </message>
    <message>
        <source>30 frames at once with less memory than ZeroScope v2 576w</source>
        <translation>30 Frames auf einmal mit weniger Speicher als ZeroScope v2 576w</translation>
    </message>
    <message>
        <source>CC-BY-NC-4.0 (the model card&apos;s text says CC-BY-NC-ND): not for commercial use</source>
        <translation>CC-BY-NC-4.0 (im Text der Model Card steht CC-BY-NC-ND): nicht für kommerzielle Nutzung</translation>
    </message>
    <message>
        <source>CC-BY-NC-4.0: not for commercial use</source>
        <translation>CC-BY-NC-4.0: nicht für kommerzielle Nutzung</translation>
    </message>
    <message>
        <source>Cannot allocate memory</source>
        <translation>Speicher kann nicht zugewiesen werden</translation>
    </message>
    <message>
        <source>Chinese or Japanese</source>
        <translation>Chinesisch oder Japanisch</translation>
    </message>
    <message>
        <source>Connection refused</source>
        <translation>Verbindung abgelehnt</translation>
    </message>
    <message>
        <source>Content-Length</source>
        <translation>Content-Length</translation>
    </message>
    <message>
        <source>Device or resource busy</source>
        <translation>Gerät oder Ressource belegt</translation>
    </message>
    <message>
        <source>Directory not empty</source>
        <translation>Verzeichnis nicht leer</translation>
    </message>
    <message>
        <source>Disk quota exceeded</source>
        <translation>Plattenkontingent überschritten</translation>
    </message>
    <message>
        <source>File exists</source>
        <translation>Datei existiert</translation>
    </message>
    <message>
        <source>File name too long</source>
        <translation>Dateiname zu lang</translation>
    </message>
    <message>
        <source>Input/output error</source>
        <translation>Ein-/Ausgabefehler</translation>
    </message>
    <message>
        <source>Invalid argument</source>
        <translation>Ungültiges Argument</translation>
    </message>
    <message>
        <source>Is a directory</source>
        <translation>Ist ein Verzeichnis</translation>
    </message>
    <message>
        <source>JPEG, PNG, WebP, GIF, BMP or TIFF</source>
        <translation>JPEG, PNG, WebP, GIF, BMP oder TIFF</translation>
    </message>
    <message>
        <source>LoRA name</source>
        <translation>LoRA-Name</translation>
    </message>
    <message>
        <source>LoRA weight</source>
        <translation>LoRA-Gewichtung</translation>
    </message>
    <message>
        <source>LoRA {0} changes the {1} of {2} in two ways</source>
        <translation>LoRA {0} ändert {1} von {2} auf zwei Arten</translation>
    </message>
    <message>
        <source>LoRA {0} changes the {1} of {2}, which has none in this model</source>
        <translation>LoRA {0} ändert {1} von {2}, das in diesem Modell keins hat</translation>
    </message>
    <message>
        <source>LoRA {0} changes {1} twice</source>
        <translation>LoRA {0} ändert {1} zweimal</translation>
    </message>
    <message>
        <source>LoRA {0} changes {1} twice, under two names</source>
        <translation>LoRA {0} ändert {1} zweimal, unter zwei Namen</translation>
    </message>
    <message>
        <source>LoRA {0} doesn&apos;t exist</source>
        <translation>LoRA {0} existiert nicht</translation>
    </message>
    <message>
        <source>LoRA {0} has only half of the change of {1}: download or copy it again</source>
        <translation>LoRA {0} enthält nur die Hälfte der Änderung von {1}: noch einmal herunterladen oder kopieren</translation>
    </message>
    <message>
        <source>LoRA {0} has rank {1} at {2}: the limit is {3}</source>
        <translation>LoRA {0} hat bei {2} den Rang {1}: höchstens {3}</translation>
    </message>
    <message>
        <source>LoRA {0} has {1} tensors of an unknown kind, such as {2}</source>
        <translation>LoRA {0} enthält {1} Tensoren unbekannter Art, etwa {2}</translation>
    </message>
    <message>
        <source>LoRA {0} is chosen twice: choose it once, with the weight you want</source>
        <translation>LoRA {0} ist zweimal ausgewählt: nur einmal auswählen, mit der gewünschten Gewichtung</translation>
    </message>
    <message>
        <source>LoRA {0} is made for a model of another size: {1}</source>
        <translation>LoRA {0} ist für ein Modell anderer Größe gemacht: {1}</translation>
    </message>
    <message>
        <source>LoRA {0} is made for another model: {1} of the {2} layers it changes are in this one; {3} isn&apos;t</source>
        <translation>LoRA {0} ist für ein anderes Modell gemacht: {1} der {2} Schichten, die sie ändert, gibt es in diesem; {3} nicht</translation>
    </message>
    <message>
        <source>LoRA {0} is not installed: import its file first</source>
        <translation>LoRA {0} ist nicht installiert: zuerst ihre Datei importieren</translation>
    </message>
    <message>
        <source>LoRA {0} is not installed: installed are {1}</source>
        <translation>LoRA {0} ist nicht installiert; installiert: {1}</translation>
    </message>
    <message>
        <source>LoRA {0}: a DoRA can&apos;t be loaded: only LoRAs can</source>
        <translation>LoRA {0}: DoRAs lassen sich nicht laden, nur LoRAs</translation>
    </message>
    <message>
        <source>LoRA {0}: its settings multiply it by {1}, and the limit is {2}</source>
        <translation>LoRA {0}: ihre Einstellungen multiplizieren sie mit {1}, erlaubt sind {2}</translation>
    </message>
    <message>
        <source>LoRA {0}: {1} has integers ({2}) where a LoRA has fractions</source>
        <translation>LoRA {0}: {1} enthält Ganzzahlen ({2}), wo eine LoRA Brüche hat</translation>
    </message>
    <message>
        <source>LoRA {0}: {1} has values that are not numbers: download or copy it again</source>
        <translation>LoRA {0}: {1} enthält Werte, die keine Zahlen sind: noch einmal herunterladen oder kopieren</translation>
    </message>
    <message>
        <source>LoRA {0}: {1} multiplies a change by {2}, and the limit is {3}</source>
        <translation>LoRA {0}: {1} multipliziert eine Änderung mit {2}, erlaubt sind {3}</translation>
    </message>
    <message>
        <source>LoRA {0}: {1} must be a single number</source>
        <translation>LoRA {0}: {1} muss eine einzelne Zahl sein</translation>
    </message>
    <message>
        <source>No space left on device</source>
        <translation>Kein Platz mehr auf dem Datenträger</translation>
    </message>
    <message>
        <source>No such file or directory</source>
        <translation>Datei oder Verzeichnis nicht gefunden</translation>
    </message>
    <message>
        <source>Not a directory</source>
        <translation>Ist kein Verzeichnis</translation>
    </message>
    <message>
        <source>Operation not permitted</source>
        <translation>Vorgang nicht erlaubt</translation>
    </message>
    <message>
        <source>Permission denied</source>
        <translation>Zugriff verweigert</translation>
    </message>
    <message>
        <source>Read-only file system</source>
        <translation>Schreibgeschütztes Dateisystem</translation>
    </message>
    <message>
        <source>Resource temporarily unavailable</source>
        <translation>Ressource vorübergehend nicht verfügbar</translation>
    </message>
    <message>
        <source>Stale file handle</source>
        <translation>Veraltetes Datei-Handle</translation>
    </message>
    <message>
        <source>T2V Desktop is already running{0} and does not respond. Close it first: it uses {1}</source>
        <translation>T2V Desktop läuft bereits{0} und antwortet nicht. Zuerst dort beenden: es verwendet {1}</translation>
    </message>
    <message>
        <source>Text file busy</source>
        <translation>Programmdatei wird ausgeführt</translation>
    </message>
    <message>
        <source>Too many levels of symbolic links</source>
        <translation>Zu viele Ebenen symbolischer Links</translation>
    </message>
    <message>
        <source>Too many open files</source>
        <translation>Zu viele offene Dateien</translation>
    </message>
    <message>
        <source>Transport endpoint is not connected</source>
        <translation>Das Laufwerk ist nicht verbunden</translation>
    </message>
    <message>
        <source>a LoRA called {0} is installed already: choose another name, or remove that one first</source>
        <translation>eine LoRA namens {0} ist schon installiert: einen anderen Namen wählen oder jene zuerst entfernen</translation>
    </message>
    <message>
        <source>a LoRA can&apos;t be called {0}: choose another name</source>
        <translation>eine LoRA kann nicht {0} heißen: einen anderen Namen wählen</translation>
    </message>
    <message>
        <source>a LoRA has no name</source>
        <translation>eine LoRA hat keinen Namen</translation>
    </message>
    <message>
        <source>a cache interval of {0} isn&apos;t supported by {1}: use 1</source>
        <translation>{1} unterstützt das Cache-Intervall {0} nicht: 1 verwenden</translation>
    </message>
    <message>
        <source>a clip of 1 frame can&apos;t both start and end with an image: use more frames, or one image</source>
        <translation>ein Clip von 1 Frame kann nicht mit einem Bild beginnen und enden: mehr Frames oder nur ein Bild verwenden</translation>
    </message>
    <message>
        <source>a clip that continues another one begins with its frames: leave out strength and start image</source>
        <translation>ein fortgesetzter Clip beginnt mit den Frames des anderen: Stärke und Startbild weglassen</translation>
    </message>
    <message>
        <source>a closing brace }} has no {{ before it: write \}} for a plain brace</source>
        <translation>vor einer schließenden Klammer }} fehlt {{: für eine einfache Klammer \}} schreiben</translation>
    </message>
    <message>
        <source>a flow shift of {0} isn&apos;t supported by {1}: use 0</source>
        <translation>{1} unterstützt den Flow Shift {0} nicht: 0 verwenden</translation>
    </message>
    <message>
        <source>a model can&apos;t be installed as {0}: choose another name</source>
        <translation>ein Modell kann nicht als {0} installiert werden: einen anderen Namen wählen</translation>
    </message>
    <message>
        <source>a model that reads an image&apos;s CLIP features isn&apos;t supported</source>
        <translation>Modelle, die CLIP-Merkmale eines Bildes lesen, werden nicht unterstützt</translation>
    </message>
    <message>
        <source>a number in it is too long</source>
        <translation>eine Zahl darin ist zu lang</translation>
    </message>
    <message>
        <source>a pass has no kind</source>
        <translation>ein Durchgang hat keine Art</translation>
    </message>
    <message>
        <source>a second pass needs both a source clip and a strength above 0</source>
        <translation>ein zweiter Durchgang braucht einen Ausgangsclip und eine Stärke über 0</translation>
    </message>
    <message>
        <source>a second pass over a finished clip, with the clip&apos;s own prompt</source>
        <translation>einen zweiten Durchgang über einen fertigen Clip, mit dessen eigenem Prompt</translation>
    </message>
    <message>
        <source>a second pass starts from its clip alone: leave out start and end image</source>
        <translation>ein zweiter Durchgang beginnt nur mit seinem Clip: Start- und Endbild weglassen</translation>
    </message>
    <message>
        <source>a start image</source>
        <translation>ein Startbild</translation>
    </message>
    <message>
        <source>a whole number</source>
        <translation>eine ganze Zahl</translation>
    </message>
    <message>
        <source>a {0} can&apos;t be loaded: only LoRAs can</source>
        <translation>{0} lässt sich nicht laden, nur LoRAs</translation>
    </message>
    <message>
        <source>a {0} job can&apos;t become {1}</source>
        <translation>ein Auftrag im Zustand {0} kann nicht in den Zustand {1} wechseln</translation>
    </message>
    <message>
        <source>an end image</source>
        <translation>ein Endbild</translation>
    </message>
    <message>
        <source>an opening brace {{ is never closed: add a }}, or write \{{ for a plain brace</source>
        <translation>eine öffnende Klammer {{ wird nie geschlossen: }} ergänzen oder für eine einfache Klammer \{{ schreiben</translation>
    </message>
    <message>
        <source>another model is wanted</source>
        <translation>ein anderes Modell wird gebraucht</translation>
    </message>
    <message>
        <source>another program is using {0}: close it and try again</source>
        <translation>ein anderes Programm verwendet {0}: es schließen und noch einmal versuchen</translation>
    </message>
    <message>
        <source>attention between the levels isn&apos;t supported</source>
        <translation>Attention zwischen den Ebenen wird nicht unterstützt</translation>
    </message>
    <message>
        <source>braces are nested more than {0} deep: use fewer levels</source>
        <translation>Klammern sind tiefer als {0} Ebenen verschachtelt: weniger Ebenen verwenden</translation>
    </message>
    <message>
        <source>bringing an image to life, leading from one image to another, clips longer than five seconds</source>
        <translation>Bilder zum Leben erwecken, von einem Bild zu einem anderen führen, Clips über fünf Sekunden</translation>
    </message>
    <message>
        <source>cache interval</source>
        <translation>Cache-Intervall</translation>
    </message>
    <message>
        <source>can&apos;t reach {0}: check your internet connection</source>
        <translation>{0} ist nicht erreichbar: die Internetverbindung prüfen</translation>
    </message>
    <message>
        <source>can&apos;t read {0}: {1}</source>
        <translation>{0} kann nicht gelesen werden: {1}</translation>
    </message>
    <message>
        <source>cancelled before it started</source>
        <translation>vor dem Start abgebrochen</translation>
    </message>
    <message>
        <source>characters and scenes in the style of anime</source>
        <translation>Figuren und Szenen im Anime-Stil</translation>
    </message>
    <message>
        <source>clips of fewer than 24 frames, and clips from scratch</source>
        <translation>Clips mit weniger als 24 Frames und Clips von Grund auf</translation>
    </message>
    <message>
        <source>clips without their folder</source>
        <translation>Clips ohne Ordner</translation>
    </message>
    <message>
        <source>clips without their search words</source>
        <translation>Clips ohne Suchwörter</translation>
    </message>
    <message>
        <source>close other programs, or use a smaller size</source>
        <translation>andere Programme schließen oder eine kleinere Größe verwenden</translation>
    </message>
    <message>
        <source>coloured shapes moving over simple backgrounds; built in</source>
        <translation>farbige Formen, die sich vor einfachen Hintergründen bewegen; integriert</translation>
    </message>
    <message>
        <source>contains invalid characters: {0}</source>
        <translation>enthält ungültige Zeichen: {0}</translation>
    </message>
    <message>
        <source>continued frames</source>
        <translation>fortgesetzte Frames</translation>
    </message>
    <message>
        <source>continuing a clip</source>
        <translation>Clips fortzusetzen</translation>
    </message>
    <message>
        <source>darker, moodier scenes at 448x256; English only, no legible text</source>
        <translation>dunklere, stimmungsvollere Szenen in 448x256; nur Englisch, kein lesbarer Text</translation>
    </message>
    <message>
        <source>disk almost full: {0} has {1} free. Free some space, then resume; downloaded data is kept</source>
        <translation>Datenträger fast voll: {0} hat {1} frei. Platz schaffen und dann fortsetzen; Heruntergeladenes bleibt erhalten</translation>
    </message>
    <message>
        <source>disk full: {0} has no space left. Free some space and try again</source>
        <translation>Datenträger voll: {0} hat keinen Platz mehr. Platz schaffen und noch einmal versuchen</translation>
    </message>
    <message>
        <source>disk full: {0} needs {1} GB, {2} GB free</source>
        <translation>Datenträger voll: {0} braucht {1} GB, {2} GB sind frei</translation>
    </message>
    <message>
        <source>disk full: {0} needs {1} MB, {2} MB free</source>
        <translation>Datenträger voll: {0} braucht {1} MB, {2} MB sind frei</translation>
    </message>
    <message>
        <source>drawn animation at 512x512; English only, no legible text</source>
        <translation>gezeichnete Animation in 512x512; nur Englisch, kein lesbarer Text</translation>
    </message>
    <message>
        <source>each must be a multiple of norm_num_groups, {0}</source>
        <translation>jede muss ein Vielfaches von norm_num_groups, {0}, sein</translation>
    </message>
    <message>
        <source>end image</source>
        <translation>Endbild</translation>
    </message>
    <message>
        <source>every frame came out as one flat colour</source>
        <translation>jeder Frame ist eine einzige Farbfläche</translation>
    </message>
    <message>
        <source>everything else: it knows eight shapes, ten colours, eight backgrounds and twelve motions</source>
        <translation>alles andere: es kennt acht Formen, zehn Farben, acht Hintergründe und zwölf Bewegungen</translation>
    </message>
    <message>
        <source>faces and hands, text, several subjects</source>
        <translation>Gesichter und Hände, Text, mehrere Motive</translation>
    </message>
    <message>
        <source>faces and hands, text, several subjects; stock-footage watermarks show up</source>
        <translation>Gesichter und Hände, Text, mehrere Motive; Wasserzeichen von Stockvideos scheinen durch</translation>
    </message>
    <message>
        <source>ffmpeg can&apos;t be started ({0}): close other programs and try again</source>
        <translation>ffmpeg kann nicht gestartet werden ({0}): andere Programme schließen und noch einmal versuchen</translation>
    </message>
    <message>
        <source>ffmpeg failed: {0}</source>
        <translation>ffmpeg ist fehlgeschlagen: {0}</translation>
    </message>
    <message>
        <source>ffmpeg is missing: reinstall the application</source>
        <translation>ffmpeg fehlt: die Anwendung neu installieren</translation>
    </message>
    <message>
        <source>file {0} is not a LoRA: none of its tensors changes a layer</source>
        <translation>die Datei {0} ist keine LoRA: keiner ihrer Tensoren ändert eine Schicht</translation>
    </message>
    <message>
        <source>five seconds at 832x480 that start or end with your image, or continue a clip; also from text alone</source>
        <translation>fünf Sekunden in 832x480, die mit einem eigenen Bild beginnen oder enden oder einen Clip fortsetzen; auch nur aus Text</translation>
    </message>
    <message>
        <source>five seconds of real scenes at 1280x704 and 24 fps, also starting with your image; English and Chinese</source>
        <translation>fünf Sekunden realer Szenen in 1280x704 mit 24 fps, auch mit einem eigenen Bild am Anfang; Englisch und Chinesisch</translation>
    </message>
    <message>
        <source>five seconds of real scenes at 832x480; English and Chinese; takes 14.7 GB once it is here</source>
        <translation>fünf Sekunden realer Szenen in 832x480; Englisch und Chinesisch; belegt nach dem Download 14,7 GB</translation>
    </message>
    <message>
        <source>flow shift {0} is out of range: use {1} to {2}, or 0 for the model&apos;s own</source>
        <translation>Flow Shift {0} liegt außerhalb des Bereichs: {1} bis {2} verwenden, oder 0 für den des Modells</translation>
    </message>
    <message>
        <source>folder {0} doesn&apos;t exist</source>
        <translation>der Ordner {0} existiert nicht</translation>
    </message>
    <message>
        <source>frames</source>
        <translation>Frames</translation>
    </message>
    <message>
        <source>guidance</source>
        <translation>Guidance</translation>
    </message>
    <message>
        <source>guidance end</source>
        <translation>Guidance-Ende</translation>
    </message>
    <message>
        <source>guidance ends at {0} and starts at {1}: it must end later than it starts</source>
        <translation>Guidance endet bei {0} und beginnt bei {1}: sie muss später enden als beginnen</translation>
    </message>
    <message>
        <source>guidance start</source>
        <translation>Guidance-Anfang</translation>
    </message>
    <message>
        <source>hands, long text, computers without a graphics card: a clip takes hours there</source>
        <translation>Hände, langer Text, Computer ohne Grafikkarte: ein Clip dauert dort Stunden</translation>
    </message>
    <message>
        <source>height</source>
        <translation>Höhe</translation>
    </message>
    <message>
        <source>hidden_act is {0}: supported values: {1}</source>
        <translation>hidden_act ist {0}: unterstützte Werte: {1}</translation>
    </message>
    <message>
        <source>hidden_size is {0}: it must be a multiple of num_attention_heads, {1}</source>
        <translation>hidden_size ist {0}: es muss ein Vielfaches von num_attention_heads, {1}, sein</translation>
    </message>
    <message>
        <source>import the model again</source>
        <translation>das Modell noch einmal importieren</translation>
    </message>
    <message>
        <source>invalid $$ in braces: put a number before it, as in {{2$$a|b|c}} or {{1-2$$ and $$a|b|c}}, or write \$$ for plain text</source>
        <translation>ungültiges $$ in Klammern: eine Zahl davorsetzen, wie in {{2$$a|b|c}} oder {{1-2$$ and $$a|b|c}}, oder für einfachen Text \$$ schreiben</translation>
    </message>
    <message>
        <source>invalid tensor entry</source>
        <translation>ungültiger Tensoreintrag</translation>
    </message>
    <message>
        <source>is a GGUF file, which this application does not load</source>
        <translation>ist eine GGUF-Datei, die diese Anwendung nicht lädt</translation>
    </message>
    <message>
        <source>is a Git LFS pointer, not the file itself: run &apos;git lfs pull&apos;, or download the model again</source>
        <translation>ist ein Git-LFS-Zeiger, nicht die Datei selbst: &apos;git lfs pull&apos; ausführen oder das Modell noch einmal herunterladen</translation>
    </message>
    <message>
        <source>is a pickle, which can execute code, with the wrong file name</source>
        <translation>ist ein Pickle, das Code ausführen kann, mit falschem Dateinamen</translation>
    </message>
    <message>
        <source>is a web page instead of the file: download it again</source>
        <translation>ist eine Webseite statt der Datei: noch einmal herunterladen</translation>
    </message>
    <message>
        <source>is empty: download or copy it again</source>
        <translation>ist leer: noch einmal herunterladen oder kopieren</translation>
    </message>
    <message>
        <source>is its disk full?</source>
        <translation>ist der Datenträger voll?</translation>
    </message>
    <message>
        <source>is too long</source>
        <translation>ist zu lang</translation>
    </message>
    <message>
        <source>it belongs to another program</source>
        <translation>es gehört zu einem anderen Programm</translation>
    </message>
    <message>
        <source>it holds more than {0} tensors</source>
        <translation>es enthält mehr als {0} Tensoren</translation>
    </message>
    <message>
        <source>it holds something other than named tensors</source>
        <translation>es enthält anderes als benannte Tensoren</translation>
    </message>
    <message>
        <source>it is a LoRA in a pickle: only LoRAs in safetensors files can be imported</source>
        <translation>es ist eine LoRA in einem Pickle: nur LoRAs in safetensors-Dateien können importiert werden</translation>
    </message>
    <message>
        <source>it is a compressed archive, which a checkpoint never is</source>
        <translation>es ist ein komprimiertes Archiv, was ein Checkpoint nie ist</translation>
    </message>
    <message>
        <source>it is a folder</source>
        <translation>es ist ein Ordner</translation>
    </message>
    <message>
        <source>it is empty</source>
        <translation>es ist leer</translation>
    </message>
    <message>
        <source>it is more than the {0} channels of a block</source>
        <translation>es sind mehr als die {0} Kanäle eines Blocks</translation>
    </message>
    <message>
        <source>it is nested too deeply</source>
        <translation>es ist zu tief verschachtelt</translation>
    </message>
    <message>
        <source>it is not UTF-8 text</source>
        <translation>es ist kein UTF-8-Text</translation>
    </message>
    <message>
        <source>it is not a JSON object</source>
        <translation>es ist kein JSON-Objekt</translation>
    </message>
    <message>
        <source>it is not a file</source>
        <translation>es ist keine Datei</translation>
    </message>
    <message>
        <source>it is too large</source>
        <translation>es ist zu groß</translation>
    </message>
    <message>
        <source>it multiplies incorrectly</source>
        <translation>es multipliziert falsch</translation>
    </message>
    <message>
        <source>it must be 0 or 1</source>
        <translation>es muss 0 oder 1 sein</translation>
    </message>
    <message>
        <source>it must be a list of 1 to {0} whole numbers</source>
        <translation>es muss eine Liste von 1 bis {0} ganzen Zahlen sein</translation>
    </message>
    <message>
        <source>it must be a list of 2 to {0} whole numbers</source>
        <translation>es muss eine Liste von 2 bis {0} ganzen Zahlen sein</translation>
    </message>
    <message>
        <source>it must be a list of different whole numbers below {0}, 0 among them</source>
        <translation>es muss eine Liste verschiedener ganzer Zahlen unter {0} sein, darunter 0</translation>
    </message>
    <message>
        <source>it must be a list of {0} numbers, as many as z_dim</source>
        <translation>es muss eine Liste von {0} Zahlen sein, so vielen wie z_dim</translation>
    </message>
    <message>
        <source>it must be a list of {0} times true or false</source>
        <translation>es muss eine Liste von {0} Mal wahr oder falsch sein</translation>
    </message>
    <message>
        <source>it must be a multiple of 4, less than four times the farthest distance, {0}</source>
        <translation>es muss ein Vielfaches von 4 sein, kleiner als das Vierfache des größten Abstands, {0}</translation>
    </message>
    <message>
        <source>it must be a multiple of num_attention_heads, {0}</source>
        <translation>es muss ein Vielfaches von num_attention_heads, {0}, sein</translation>
    </message>
    <message>
        <source>it must be a number above 0</source>
        <translation>es muss eine Zahl über 0 sein</translation>
    </message>
    <message>
        <source>it must be a whole number from 1 to {0}</source>
        <translation>es muss eine ganze Zahl von 1 bis {0} sein</translation>
    </message>
    <message>
        <source>it must be even</source>
        <translation>es muss gerade sein</translation>
    </message>
    <message>
        <source>it must be three whole numbers up to {0}, the first of them 1</source>
        <translation>es müssen drei ganze Zahlen bis {0} sein, die erste davon 1</translation>
    </message>
    <message>
        <source>it must be true or false</source>
        <translation>es muss true oder false sein</translation>
    </message>
    <message>
        <source>it must name {0} blocks, as many as block_out_channels has numbers</source>
        <translation>es muss {0} Blöcke nennen, so viele, wie block_out_channels Zahlen hat</translation>
    </message>
    <message>
        <source>it was killed by another program</source>
        <translation>sie wurde von einem anderen Programm beendet</translation>
    </message>
    <message>
        <source>its header has changed</source>
        <translation>ihr Kopf hat sich geändert</translation>
    </message>
    <message>
        <source>its tables have changed</source>
        <translation>ihre Tabellen haben sich geändert</translation>
    </message>
    <message>
        <source>its version has changed</source>
        <translation>ihre Version hat sich geändert</translation>
    </message>
    <message>
        <source>its weights are a pickle, which can execute code. If you trust its source, allow it to be converted</source>
        <translation>die Gewichte sind ein Pickle, das Code ausführen kann. Ist die Quelle vertrauenswürdig, die Umwandlung erlauben</translation>
    </message>
    <message>
        <source>layer_norm_eps is {0}: it must be a number</source>
        <translation>layer_norm_eps ist {0}: es muss eine Zahl sein</translation>
    </message>
    <message>
        <source>less than {0} MB</source>
        <translation>weniger als {0} MB</translation>
    </message>
    <message>
        <source>line {0} is not JSON</source>
        <translation>Zeile {0} ist kein JSON</translation>
    </message>
    <message>
        <source>loras should be a list of LoRAs, not {0}</source>
        <translation>loras muss eine Liste von LoRAs sein, nicht {0}</translation>
    </message>
    <message>
        <source>loras should be a list of names and weights, not {0}</source>
        <translation>loras muss eine Liste von Namen und Gewichtungen sein, nicht {0}</translation>
    </message>
    <message>
        <source>memory ran out: {0}</source>
        <translation>der Speicher reichte nicht: {0}</translation>
    </message>
    <message>
        <source>memory saving</source>
        <translation>Speicher sparen</translation>
    </message>
    <message>
        <source>memory saving {0} isn&apos;t available on {1}: use {2}</source>
        <translation>Speicher sparen: {0} gibt es auf {1} nicht: {2} verwenden</translation>
    </message>
    <message>
        <source>model name</source>
        <translation>Modellname</translation>
    </message>
    <message>
        <source>model {0} is not installed</source>
        <translation>das Modell {0} ist nicht installiert</translation>
    </message>
    <message>
        <source>model {0} is not installed: choose one of {1}, or a model folder</source>
        <translation>das Modell {0} ist nicht installiert: eines von {1} oder einen Modellordner auswählen</translation>
    </message>
    <message>
        <source>model {0} not found on {1}: a model ID looks like owner/name</source>
        <translation>das Modell {0} wurde auf {1} nicht gefunden: eine Modell-ID sieht aus wie owner/name</translation>
    </message>
    <message>
        <source>model_index.json in {0} has no valid entry for {1}</source>
        <translation>model_index.json in {0} hat keinen gültigen Eintrag für {1}</translation>
    </message>
    <message>
        <source>more than a million</source>
        <translation>mehr als eine Million</translation>
    </message>
    <message>
        <source>motion, people and animals, long prompts with camera and light</source>
        <translation>Bewegung, Menschen und Tiere, lange Prompts mit Kamera und Licht</translation>
    </message>
    <message>
        <source>negative prompt</source>
        <translation>negative Prompt</translation>
    </message>
    <message>
        <source>nested weights multiply to {0}: keep the product within 0 to {1}</source>
        <translation>verschachtelte Gewichtungen ergeben multipliziert {0}: das Produkt muss zwischen 0 und {1} liegen</translation>
    </message>
    <message>
        <source>no home folder found: set HOME or {0} to an absolute path</source>
        <translation>kein Home-Verzeichnis gefunden: HOME oder {0} auf einen absoluten Pfad setzen</translation>
    </message>
    <message>
        <source>no sandbox</source>
        <translation>keine Sandbox</translation>
    </message>
    <message>
        <source>no {0} device found that PyTorch {1} supports: use auto or cpu</source>
        <translation>kein {0}-Gerät gefunden, das PyTorch {1} unterstützt: auto oder cpu verwenden</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keine</translation>
    </message>
    <message>
        <source>none at all</source>
        <translation>gar keine</translation>
    </message>
    <message>
        <source>not a size</source>
        <translation>keine Größe</translation>
    </message>
    <message>
        <source>not needed by the next job</source>
        <translation>für den nächsten Auftrag nicht gebraucht</translation>
    </message>
    <message>
        <source>not resumable</source>
        <translation>nicht fortsetzbar</translation>
    </message>
    <message>
        <source>on the computer {0}</source>
        <translation>auf dem Computer {0}</translation>
    </message>
    <message>
        <source>one of the alternatives is an empty prompt: describe the video in each</source>
        <translation>eine der Alternativen ist ein leerer Prompt: in jeder das Video beschreiben</translation>
    </message>
    <message>
        <source>out of memory: close other programs and try again</source>
        <translation>Speicher voll: andere Programme schließen und noch einmal versuchen</translation>
    </message>
    <message>
        <source>permission denied</source>
        <translation>Zugriff verweigert</translation>
    </message>
    <message>
        <source>photographic scenes, text, several subjects</source>
        <translation>fotografische Szenen, Text, mehrere Motive</translation>
    </message>
    <message>
        <source>preset</source>
        <translation>Voreinstellung</translation>
    </message>
    <message>
        <source>prompt</source>
        <translation>Prompt</translation>
    </message>
    <message>
        <source>real scenes at 256x256; English only, no legible text</source>
        <translation>reale Szenen in 256x256; nur Englisch, kein lesbarer Text</translation>
    </message>
    <message>
        <source>repair the model</source>
        <translation>das Modell reparieren</translation>
    </message>
    <message>
        <source>repeating clips that were made with the older weights</source>
        <translation>Clips zu wiederholen, die mit den älteren Gewichten erstellt wurden</translation>
    </message>
    <message>
        <source>rows have changed or are missing: {0}</source>
        <translation>Zeilen haben sich geändert oder fehlen: {0}</translation>
    </message>
    <message>
        <source>scheduler</source>
        <translation>Scheduler</translation>
    </message>
    <message>
        <source>scheduler {0} isn&apos;t supported by {1}: use {2}</source>
        <translation>{1} unterstützt den Scheduler {0} nicht: {2} verwenden</translation>
    </message>
    <message>
        <source>seed</source>
        <translation>Seed</translation>
    </message>
    <message>
        <source>sharp, smooth motion from a text or an image</source>
        <translation>scharfe, flüssige Bewegung aus Text oder Bild</translation>
    </message>
    <message>
        <source>short, simple scenes: one subject, one motion</source>
        <translation>kurze, einfache Szenen: ein Motiv, eine Bewegung</translation>
    </message>
    <message>
        <source>should be {0}, not {1}</source>
        <translation>muss {0} sein, nicht {1}</translation>
    </message>
    <message>
        <source>small sizes, cards with little memory, computers without a graphics card</source>
        <translation>kleine Größen, Karten mit wenig Speicher, Computer ohne Grafikkarte</translation>
    </message>
    <message>
        <source>small square scenes at 320x320; English only, no legible text</source>
        <translation>kleine quadratische Szenen in 320x320; nur Englisch, kein lesbarer Text</translation>
    </message>
    <message>
        <source>square pictures without watermarks</source>
        <translation>quadratische Bilder ohne Wasserzeichen</translation>
    </message>
    <message>
        <source>start image</source>
        <translation>Startbild</translation>
    </message>
    <message>
        <source>steps</source>
        <translation>Schritte</translation>
    </message>
    <message>
        <source>steps {0} is out of range for lcm: use 1 to {1}</source>
        <translation>{0} Schritte sind für lcm außerhalb des Bereichs: 1 bis {1} verwenden</translation>
    </message>
    <message>
        <source>strength</source>
        <translation>Stärke</translation>
    </message>
    <message>
        <source>supported value: gated-gelu</source>
        <translation>unterstützter Wert: gated-gelu</translation>
    </message>
    <message>
        <source>supported value: rms_norm_across_heads</source>
        <translation>unterstützter Wert: rms_norm_across_heads</translation>
    </message>
    <message>
        <source>supported values: {0}</source>
        <translation>unterstützte Werte: {0}</translation>
    </message>
    <message>
        <source>tensor {0} has type {1}, which weights never have</source>
        <translation>der Tensor {0} hat den Typ {1}, den Gewichte nie haben</translation>
    </message>
    <message>
        <source>text</source>
        <translation>Text</translation>
    </message>
    <message>
        <source>the Apple GPU</source>
        <translation>die Apple-GPU</translation>
    </message>
    <message>
        <source>*** in database main ***</source>
        <translation>*** in database main ***</translation>
    </message>
    <message>
        <source>Content-Range</source>
        <translation>Content-Range</translation>
    </message>
    <message>
        <source>Retry-After</source>
        <translation>Retry-After</translation>
    </message>
    <message>
        <source>The library was damaged ({0})</source>
        <translation>Die Bibliothek war beschädigt ({0})</translation>
    </message>
    <message>
        <source>The library was damaged ({0}); the damaged file is kept as {1}</source>
        <translation>Die Bibliothek war beschädigt ({0}); die beschädigte Datei bleibt als {1} erhalten</translation>
    </message>
    <message>
        <source>a clip can have up to {0} tags</source>
        <translation>ein Clip kann höchstens {0} Tags haben</translation>
    </message>
    <message>
        <source>a contact sheet has 1 to {0} clips with 1 to {1} frames, not {2} with {3}</source>
        <translation>ein Kontaktabzug hat 1 bis {0} Clips mit 1 bis {1} Frames, nicht {2} mit {3}</translation>
    </message>
    <message>
        <source>a preset needs a name of up to {0} characters</source>
        <translation>eine Voreinstellung braucht einen Namen mit höchstens {0} Zeichen</translation>
    </message>
    <message>
        <source>a style needs a name of up to {0} characters</source>
        <translation>ein Stil braucht einen Namen mit höchstens {0} Zeichen</translation>
    </message>
    <message>
        <source>a tag needs a name</source>
        <translation>ein Tag braucht einen Namen</translation>
    </message>
    <message>
        <source>alpha</source>
        <translation>alpha</translation>
    </message>
    <message>
        <source>architectures</source>
        <translation>architectures</translation>
    </message>
    <message>
        <source>braces, wildcards and variables are nested more than {0} deep: use fewer levels</source>
        <translation>Klammern, Wildcards und Variablen sind tiefer als {0} Ebenen verschachtelt: weniger Ebenen verwenden</translation>
    </message>
    <message>
        <source>cfg scale</source>
        <translation>cfg scale</translation>
    </message>
    <message>
        <source>comment</source>
        <translation>comment</translation>
    </message>
    <message>
        <source>commit</source>
        <translation>commit</translation>
    </message>
    <message>
        <source>content</source>
        <translation>content</translation>
    </message>
    <message>
        <source>decode</source>
        <translation>decode</translation>
    </message>
    <message>
        <source>denoise</source>
        <translation>denoise</translation>
    </message>
    <message>
        <source>description</source>
        <translation>description</translation>
    </message>
    <message>
        <source>device</source>
        <translation>device</translation>
    </message>
    <message>
        <source>down</source>
        <translation>down</translation>
    </message>
    <message>
        <source>ema</source>
        <translation>ema</translation>
    </message>
    <message>
        <source>encode</source>
        <translation>encode</translation>
    </message>
    <message>
        <source>error</source>
        <translation>error</translation>
    </message>
    <message>
        <source>favourite</source>
        <translation>favourite</translation>
    </message>
    <message>
        <source>folder</source>
        <translation>folder</translation>
    </message>
    <message>
        <source>folder {0} can&apos;t be moved into itself</source>
        <translation>der Ordner {0} kann nicht in sich selbst verschoben werden</translation>
    </message>
    <message>
        <source>folders can be at most {0} deep</source>
        <translation>Ordner können höchstens {0} Ebenen tief sein</translation>
    </message>
    <message>
        <source>identity</source>
        <translation>identity</translation>
    </message>
    <message>
        <source>in wildcard __{0}__, line {1}: {2}</source>
        <translation>in der Wildcard __{0}__, Zeile {1}: {2}</translation>
    </message>
    <message>
        <source>index</source>
        <translation>index</translation>
    </message>
    <message>
        <source>inputs</source>
        <translation>inputs</translation>
    </message>
    <message>
        <source>it has no list of {0}</source>
        <translation>die Liste der {0} fehlt</translation>
    </message>
    <message>
        <source>it is nested too deeply or has a number that is too long</source>
        <translation>es ist zu tief verschachtelt oder enthält eine zu lange Zahl</translation>
    </message>
    <message>
        <source>it is not a text file</source>
        <translation>es ist keine Textdatei</translation>
    </message>
    <message>
        <source>its first line has no column called name</source>
        <translation>in der ersten Zeile fehlt eine Spalte namens name</translation>
    </message>
    <message>
        <source>licence</source>
        <translation>licence</translation>
    </message>
    <message>
        <source>license</source>
        <translation>license</translation>
    </message>
    <message>
        <source>lines</source>
        <translation>lines</translation>
    </message>
    <message>
        <source>load</source>
        <translation>load</translation>
    </message>
    <message>
        <source>loras</source>
        <translation>loras</translation>
    </message>
    <message>
        <source>marks</source>
        <translation>marks</translation>
    </message>
    <message>
        <source>mask</source>
        <translation>mask</translation>
    </message>
    <message>
        <source>memory</source>
        <translation>memory</translation>
    </message>
    <message>
        <source>merges</source>
        <translation>merges</translation>
    </message>
    <message>
        <source>model</source>
        <translation>model</translation>
    </message>
    <message>
        <source>module</source>
        <translation>module</translation>
    </message>
    <message>
        <source>name</source>
        <translation>name</translation>
    </message>
    <message>
        <source>not a sensible number</source>
        <translation>keine sinnvolle Zahl</translation>
    </message>
    <message>
        <source>originals</source>
        <translation>originals</translation>
    </message>
    <message>
        <source>parameters</source>
        <translation>parameters</translation>
    </message>
    <message>
        <source>presets</source>
        <translation>Voreinstellungen</translation>
    </message>
    <message>
        <source>prompts</source>
        <translation>Prompts</translation>
    </message>
    <message>
        <source>resolution</source>
        <translation>resolution</translation>
    </message>
    <message>
        <source>shift</source>
        <translation>shift</translation>
    </message>
    <message>
        <source>size</source>
        <translation>size</translation>
    </message>
    <message>
        <source>source</source>
        <translation>source</translation>
    </message>
    <message>
        <source>stars</source>
        <translation>stars</translation>
    </message>
    <message>
        <source>start</source>
        <translation>start</translation>
    </message>
    <message>
        <source>style</source>
        <translation>Stil</translation>
    </message>
    <message>
        <source>style {0} doesn&apos;t exist for this model: choose another one, or take it out</source>
        <translation>den Stil {0} gibt es für dieses Modell nicht: einen anderen wählen oder herausnehmen</translation>
    </message>
    <message>
        <source>style {0} is empty: fill in a prefix, a suffix or a negative prompt</source>
        <translation>der Stil {0} ist leer: Präfix, Suffix oder negativen Prompt ausfüllen</translation>
    </message>
    <message>
        <source>styles</source>
        <translation>Stile</translation>
    </message>
    <message>
        <source>styles should be a list of names, not {0}</source>
        <translation>styles muss eine Liste von Namen sein, nicht {0}</translation>
    </message>
    <message>
        <source>tags</source>
        <translation>tags</translation>
    </message>
    <message>
        <source>the GIF is damaged</source>
        <translation>das GIF ist beschädigt</translation>
    </message>
    <message>
        <source>the braces create {0} prompts; the limit is {1}: remove some alternatives, or make random ones</source>
        <translation>die Klammern ergeben {0} Prompts, erlaubt sind {1}: Alternativen entfernen oder zufällige verwenden</translation>
    </message>
    <message>
        <source>the check was cancelled</source>
        <translation>die Prüfung wurde abgebrochen</translation>
    </message>
    <message>
        <source>the clip can&apos;t be continued: {0}</source>
        <translation>der Clip kann nicht fortgesetzt werden: {0}</translation>
    </message>
    <message>
        <source>the clip has no poster: {0}</source>
        <translation>der Clip hat kein Vorschaubild: {0}</translation>
    </message>
    <message>
        <source>the clips are already in {0}</source>
        <translation>die Clips sind schon in {0}</translation>
    </message>
    <message>
        <source>the clips folder {0} can&apos;t be created ({1}): choose another folder</source>
        <translation>der Clip-Ordner {0} kann nicht angelegt werden ({1}): einen anderen Ordner wählen</translation>
    </message>
    <message>
        <source>the clips folder {0} can&apos;t be read ({1}): choose another folder</source>
        <translation>der Clip-Ordner {0} kann nicht gelesen werden ({1}): einen anderen Ordner wählen</translation>
    </message>
    <message>
        <source>the clips folder {0} can&apos;t be written to: choose another folder</source>
        <translation>in den Clip-Ordner {0} kann nicht geschrieben werden: einen anderen Ordner wählen</translation>
    </message>
    <message>
        <source>the clips folder {0} is a file, not a folder: choose another folder</source>
        <translation>der Clip-Ordner {0} ist eine Datei, kein Ordner: einen anderen Ordner wählen</translation>
    </message>
    <message>
        <source>the clips folder {0} is inside a file: choose another folder</source>
        <translation>der Clip-Ordner {0} liegt in einer Datei: einen anderen Ordner wählen</translation>
    </message>
    <message>
        <source>the clips folder {0} is missing: connect its drive or choose another folder</source>
        <translation>der Clip-Ordner {0} fehlt: sein Laufwerk anschließen oder einen anderen Ordner wählen</translation>
    </message>
    <message>
        <source>the connection closed early</source>
        <translation>die Verbindung wurde vorzeitig geschlossen</translation>
    </message>
    <message>
        <source>the connection was lost</source>
        <translation>die Verbindung ist abgebrochen</translation>
    </message>
    <message>
        <source>the copy fails the check: {0}</source>
        <translation>die Kopie besteht die Prüfung nicht: {0}</translation>
    </message>
    <message>
        <source>the decoder returned NaN values</source>
        <translation>der Decoder hat NaN-Werte geliefert</translation>
    </message>
    <message>
        <source>the download was cancelled</source>
        <translation>der Download wurde abgebrochen</translation>
    </message>
    <message>
        <source>the encoder returned NaN values</source>
        <translation>der Encoder hat NaN-Werte geliefert</translation>
    </message>
    <message>
        <source>the engine can&apos;t be started: {0}</source>
        <translation>die Engine kann nicht gestartet werden: {0}</translation>
    </message>
    <message>
        <source>the engine exited unexpectedly</source>
        <translation>die Engine wurde unerwartet beendet</translation>
    </message>
    <message>
        <source>the engine received an invalid command: {0}</source>
        <translation>die Engine hat einen ungültigen Befehl erhalten: {0}</translation>
    </message>
    <message>
        <source>the engine sent unreadable data and was stopped</source>
        <translation>die Engine hat unlesbare Daten gesendet und wurde beendet</translation>
    </message>
    <message>
        <source>the engine stopped unexpectedly with status {0}{1}</source>
        <translation>die Engine wurde unerwartet mit dem Status {0} beendet{1}</translation>
    </message>
    <message>
        <source>the engine was killed, probably because the computer ran out of memory: try a smaller size or fewer frames</source>
        <translation>die Engine wurde beendet, vermutlich weil dem Computer der Speicher ausging: eine kleinere Größe oder weniger Frames versuchen</translation>
    </message>
    <message>
        <source>the file has only {0} of {1} frames and was deleted: try again</source>
        <translation>die Datei hat nur {0} von {1} Frames und wurde gelöscht: noch einmal versuchen</translation>
    </message>
    <message>
        <source>the file is missing</source>
        <translation>die Datei fehlt</translation>
    </message>
    <message>
        <source>the file {0} does not exist</source>
        <translation>die Datei {0} existiert nicht</translation>
    </message>
    <message>
        <source>the file {0} is missing: it was moved or deleted</source>
        <translation>die Datei {0} fehlt: sie wurde verschoben oder gelöscht</translation>
    </message>
    <message>
        <source>the folder {0} contains no PNG pictures</source>
        <translation>der Ordner {0} enthält keine PNG-Bilder</translation>
    </message>
    <message>
        <source>the folder {0} does not exist: create it or choose another</source>
        <translation>der Ordner {0} existiert nicht: ihn anlegen oder einen anderen wählen</translation>
    </message>
    <message>
        <source>the image {0} is damaged: choose it again</source>
        <translation>das Bild {0} ist beschädigt: noch einmal auswählen</translation>
    </message>
    <message>
        <source>the image {0} is missing: choose it again</source>
        <translation>das Bild {0} fehlt: noch einmal auswählen</translation>
    </message>
    <message>
        <source>the import was cancelled</source>
        <translation>der Import wurde abgebrochen</translation>
    </message>
    <message>
        <source>the model returned NaN values</source>
        <translation>das Modell hat NaN-Werte geliefert</translation>
    </message>
    <message>
        <source>the models can&apos;t be moved to {0} ({1})</source>
        <translation>die Modelle können nicht nach {0} verschoben werden ({1})</translation>
    </message>
    <message>
        <source>the models folder {0} can&apos;t be read ({1}): choose another folder</source>
        <translation>der Modellordner {0} kann nicht gelesen werden ({1}): einen anderen Ordner wählen</translation>
    </message>
    <message>
        <source>the models folder {0} doesn&apos;t exist: connect its drive, or choose another folder</source>
        <translation>der Modellordner {0} existiert nicht: sein Laufwerk anschließen oder einen anderen Ordner wählen</translation>
    </message>
    <message>
        <source>the models folder {0} is a file, not a folder: choose another folder</source>
        <translation>der Modellordner {0} ist eine Datei, kein Ordner: einen anderen Ordner wählen</translation>
    </message>
    <message>
        <source>the move was cancelled: the models are still in their old folder</source>
        <translation>das Verschieben wurde abgebrochen: die Modelle sind noch im alten Ordner</translation>
    </message>
    <message>
        <source>the name is too long: use up to {0} characters</source>
        <translation>der Name ist zu lang: höchstens {0} Zeichen verwenden</translation>
    </message>
    <message>
        <source>the name {0}... is too long: use at most {1} characters</source>
        <translation>der Name {0}... ist zu lang: höchstens {1} Zeichen verwenden</translation>
    </message>
    <message>
        <source>the negative prompt is ignored at guidance 1: raise guidance to use it</source>
        <translation>der negative Prompt wird bei Guidance 1 ignoriert: Guidance erhöhen, um ihn zu verwenden</translation>
    </message>
    <message>
        <source>the negative prompt is ignored because no step is guided: guide a longer part of the steps</source>
        <translation>der negative Prompt wird ignoriert, weil kein Schritt Guidance hat: Guidance in mehr Schritten verwenden</translation>
    </message>
    <message>
        <source>the older weights of ModelScope text-to-video</source>
        <translation>die älteren Gewichte von ModelScope text-to-video</translation>
    </message>
    <message>
        <source>the original {0} can&apos;t be downloaded any more: remove the model and download it again</source>
        <translation>das Original {0} kann nicht mehr heruntergeladen werden: das Modell entfernen und noch einmal herunterladen</translation>
    </message>
    <message>
        <source>the passes are not JSON</source>
        <translation>die Durchgänge sind kein JSON</translation>
    </message>
    <message>
        <source>the passes are not a list</source>
        <translation>die Durchgänge sind keine Liste</translation>
    </message>
    <message>
        <source>the prompt is empty: describe the video</source>
        <translation>der Prompt ist leer: das Video beschreiben</translation>
    </message>
    <message>
        <source>the proxy in HTTPS_PROXY, HTTP_PROXY or ALL_PROXY</source>
        <translation>der Proxy in HTTPS_PROXY, HTTP_PROXY oder ALL_PROXY</translation>
    </message>
    <message>
        <source>the proxy {0}</source>
        <translation>der Proxy {0}</translation>
    </message>
    <message>
        <source>the report can&apos;t be made</source>
        <translation>der Bericht kann nicht erstellt werden</translation>
    </message>
    <message>
        <source>the report can&apos;t be made ({0})</source>
        <translation>der Bericht kann nicht erstellt werden ({0})</translation>
    </message>
    <message>
        <source>the sandbox could not be set up ({0})</source>
        <translation>die Sandbox konnte nicht eingerichtet werden ({0})</translation>
    </message>
    <message>
        <source>the second pass can&apos;t start: {0}</source>
        <translation>der zweite Durchgang kann nicht beginnen: {0}</translation>
    </message>
    <message>
        <source>the server can&apos;t be reached</source>
        <translation>der Server ist nicht erreichbar</translation>
    </message>
    <message>
        <source>the server is too slow</source>
        <translation>der Server ist zu langsam</translation>
    </message>
    <message>
        <source>the server returned status {0}</source>
        <translation>der Server meldete den Status {0}</translation>
    </message>
    <message>
        <source>the server sent the wrong range of bytes</source>
        <translation>der Server hat den falschen Bytebereich gesendet</translation>
    </message>
    <message>
        <source>the server stopped responding</source>
        <translation>der Server antwortet nicht mehr</translation>
    </message>
    <message>
        <source>the settings are not JSON</source>
        <translation>die Einstellungen sind kein JSON</translation>
    </message>
    <message>
        <source>the settings are {0} characters long: the limit is {1}</source>
        <translation>die Einstellungen sind {0} Zeichen lang, erlaubt sind {1}</translation>
    </message>
    <message>
        <source>the settings can&apos;t be saved to {0} ({1})</source>
        <translation>die Einstellungen können nicht in {0} gespeichert werden ({1})</translation>
    </message>
    <message>
        <source>the settings contain no request</source>
        <translation>die Einstellungen enthalten keinen Auftrag</translation>
    </message>
    <message>
        <source>the tag {0}... is too long: use up to {1} characters</source>
        <translation>das Tag {0}... ist zu lang: höchstens {1} Zeichen verwenden</translation>
    </message>
    <message>
        <source>the texts of style {0} are too long or contain invalid characters: keep each below {1}</source>
        <translation>die Texte des Stils {0} sind zu lang oder enthalten ungültige Zeichen: jeweils unter {1} bleiben</translation>
    </message>
    <message>
        <source>the tokenizer in {0} can&apos;t be read</source>
        <translation>der Tokenizer in {0} kann nicht gelesen werden</translation>
    </message>
    <message>
        <source>the tokenizer in {0} can&apos;t be read: its {1} {2} is not in its vocabulary</source>
        <translation>der Tokenizer in {0} kann nicht gelesen werden: sein {1} {2} ist nicht in seinem Vokabular</translation>
    </message>
    <message>
        <source>the tokenizer in {0} requires custom code (auto_map), which this application does not run</source>
        <translation>der Tokenizer in {0} braucht eigenen Code (auto_map), den diese Anwendung nicht ausführt</translation>
    </message>
    <message>
        <source>the variables and wildcards of this prompt stand for more than {0} parts: use fewer of them in one another</source>
        <translation>die Variablen und Wildcards dieses Prompts stehen für mehr als {0} Teile: weniger davon ineinander verwenden</translation>
    </message>
    <message>
        <source>the weight in {0} is out of range: use 0 to {1}, such as 1.2</source>
        <translation>die Gewichtung in {0} liegt außerhalb des Bereichs: 0 bis {1} verwenden, etwa 1.2</translation>
    </message>
    <message>
        <source>the {0} contains a NUL character: remove it</source>
        <translation>{0} enthält ein NUL-Zeichen: es entfernen</translation>
    </message>
    <message>
        <source>the {0} contains an invalid character (a lone surrogate): delete and retype it</source>
        <translation>{0} enthält ein ungültiges Zeichen (ein einzelnes Surrogat): löschen und neu eingeben</translation>
    </message>
    <message>
        <source>the {0} contains {1} text; the model understands only English and will mostly ignore it</source>
        <translation>{0} enthält Text in der Schrift {1}; das Modell versteht nur Englisch und wird ihn weitgehend ignorieren</translation>
    </message>
    <message>
        <source>the {0} has {1} characters: keep it below {2}</source>
        <translation>{0} hat {1} Zeichen: unter {2} bleiben</translation>
    </message>
    <message>
        <source>the {0} is longer than {1} tokens; these words are ignored: {2}</source>
        <translation>{0} ist länger als {1} Tokens; diese Wörter werden ignoriert: {2}</translation>
    </message>
    <message>
        <source>the {0} needs {1} GB of RAM and {2} GB are free: close other programs, or use a model that stores it in bf16</source>
        <translation>{0} braucht {1} GB RAM, {2} GB sind frei: andere Programme schließen oder ein Modell verwenden, das ihn in bf16 speichert</translation>
    </message>
    <message>
        <source>the {0} {1} is not the SHA-256 of a kept image</source>
        <translation>{0} {1} ist nicht der SHA-256 eines gespeicherten Bildes</translation>
    </message>
    <message>
        <source>there is already a folder {0}: choose another name</source>
        <translation>einen Ordner {0} gibt es schon: einen anderen Namen wählen</translation>
    </message>
    <message>
        <source>there is already a preset {0}: choose another name</source>
        <translation>eine Voreinstellung {0} gibt es schon: einen anderen Namen wählen</translation>
    </message>
    <message>
        <source>there is already a style {0}: choose another name</source>
        <translation>einen Stil {0} gibt es schon: einen anderen Namen wählen</translation>
    </message>
    <message>
        <source>there is no clip to continue: choose one, or leave out the continued frames</source>
        <translation>es gibt keinen Clip zum Fortsetzen: einen auswählen oder die fortgesetzten Frames weglassen</translation>
    </message>
    <message>
        <source>there is no device {0}: use auto, cpu, cuda or mps</source>
        <translation>es gibt kein Gerät {0}: auto, cpu, cuda oder mps verwenden</translation>
    </message>
    <message>
        <source>there is no wildcard __{0}__: create {1}, one alternative per line</source>
        <translation>es gibt keine Wildcard __{0}__: {1} anlegen, eine Alternative pro Zeile</translation>
    </message>
    <message>
        <source>this UNet counts its heads by attention_head_dim</source>
        <translation>dieses UNet zählt seine Köpfe mit attention_head_dim</translation>
    </message>
    <message>
        <source>token ID {0} exceeds the text encoder&apos;s vocabulary of {1}</source>
        <translation>die Token-ID {0} übersteigt das Vokabular des Text-Encoders von {1}</translation>
    </message>
    <message>
        <source>too many files are open: close other programs and try again</source>
        <translation>zu viele Dateien sind offen: andere Programme schließen und noch einmal versuchen</translation>
    </message>
    <message>
        <source>too many or too few blocks</source>
        <translation>zu viele oder zu wenige Blöcke</translation>
    </message>
    <message>
        <source>too many programs are running: close some and try again</source>
        <translation>zu viele Programme laufen: einige schließen und noch einmal versuchen</translation>
    </message>
    <message>
        <source>true or false</source>
        <translation>true oder false</translation>
    </message>
    <message>
        <source>trying the application out: a clip in seconds, on any computer</source>
        <translation>zum Ausprobieren der Anwendung: ein Clip in Sekunden, auf jedem Computer</translation>
    </message>
    <message>
        <source>type</source>
        <translation>type</translation>
    </message>
    <message>
        <source>typed negative prompt</source>
        <translation>eingegebener negativer Prompt</translation>
    </message>
    <message>
        <source>typed prompt</source>
        <translation>eingegebener Prompt</translation>
    </message>
    <message>
        <source>unknown device {0}: use {1}, or cuda:1 for a second graphics card</source>
        <translation>unbekanntes Gerät {0}: {1} verwenden, oder cuda:1 für eine zweite Grafikkarte</translation>
    </message>
    <message>
        <source>unknown kind of pass {0}</source>
        <translation>unbekannte Art von Durchgang: {0}</translation>
    </message>
    <message>
        <source>unknown preset {0}: use {1}</source>
        <translation>unbekannte Voreinstellung {0}: {1} verwenden</translation>
    </message>
    <message>
        <source>unknown {0} {1}: use {2}</source>
        <translation>{0}: {1} ist unbekannt: {2} verwenden</translation>
    </message>
    <message>
        <source>up</source>
        <translation>up</translation>
    </message>
    <message>
        <source>upscales clips from ZeroScope v2 576w to 1024x576</source>
        <translation>skaliert Clips von ZeroScope v2 576w auf 1024x576 hoch</translation>
    </message>
    <message>
        <source>use the model&apos;s fp16 or fp32 weights</source>
        <translation>die fp16- oder fp32-Gewichte des Modells verwenden</translation>
    </message>
    <message>
        <source>use {0} frames or fewer, or a smaller size</source>
        <translation>höchstens {0} Frames oder eine kleinere Größe verwenden</translation>
    </message>
    <message>
        <source>user comment</source>
        <translation>user comment</translation>
    </message>
    <message>
        <source>variable ${{{0}}} is not set: put ${{{1}=...}} before it, or give a default as in ${{{2}:red}}</source>
        <translation>die Variable ${{{0}}} ist nicht gesetzt: ${{{1}=...}} davorsetzen oder einen Standardwert angeben wie in ${{{2}:red}}</translation>
    </message>
    <message>
        <source>vocab</source>
        <translation>vocab</translation>
    </message>
    <message>
        <source>weight</source>
        <translation>Gewichtung</translation>
    </message>
    <message>
        <source>weight of LoRA {0}</source>
        <translation>Gewichtung der LoRA {0}</translation>
    </message>
    <message>
        <source>wide pictures and smooth motion; the first pass before ZeroScope v2 XL</source>
        <translation>breite Bilder und flüssige Bewegung; der erste Durchgang vor ZeroScope v2 XL</translation>
    </message>
    <message>
        <source>wide scenes at 576x320 without watermarks; English only, no legible text</source>
        <translation>breite Szenen in 576x320 ohne Wasserzeichen; nur Englisch, kein lesbarer Text</translation>
    </message>
    <message>
        <source>width</source>
        <translation>Breite</translation>
    </message>
    <message>
        <source>wildcard __{0}__ includes itself: {1}</source>
        <translation>die Wildcard __{0}__ enthält sich selbst: {1}</translation>
    </message>
    <message>
        <source>wildcard file {0} can&apos;t be read: {1}</source>
        <translation>die Wildcard-Datei {0} kann nicht gelesen werden: {1}</translation>
    </message>
    <message>
        <source>wildcard file {0} has a line of more than {1} characters: shorten it</source>
        <translation>die Wildcard-Datei {0} hat eine Zeile mit mehr als {1} Zeichen: kürzen</translation>
    </message>
    <message>
        <source>wildcard file {0} has more than {1} lines: split it</source>
        <translation>die Wildcard-Datei {0} hat mehr als {1} Zeilen: aufteilen</translation>
    </message>
    <message>
        <source>wildcard file {0} has no lines: write one alternative per line</source>
        <translation>die Wildcard-Datei {0} hat keine Zeilen: eine Alternative pro Zeile schreiben</translation>
    </message>
    <message>
        <source>wildcard file {0} is a link out of the wildcards folder: copy it into the folder</source>
        <translation>die Wildcard-Datei {0} ist ein Link aus dem Wildcard-Ordner hinaus: in den Ordner kopieren</translation>
    </message>
    <message>
        <source>wildcard file {0} is larger than {1} MB: split it</source>
        <translation>die Wildcard-Datei {0} ist größer als {1} MB: aufteilen</translation>
    </message>
    <message>
        <source>wildcard file {0} is not UTF-8 text: save it as UTF-8</source>
        <translation>die Wildcard-Datei {0} ist kein UTF-8-Text: als UTF-8 speichern</translation>
    </message>
    <message>
        <source>wildcard file {0} is not a text file</source>
        <translation>die Wildcard-Datei {0} ist keine Textdatei</translation>
    </message>
    <message>
        <source>wildcard {0} is not a file</source>
        <translation>die Wildcard {0} ist keine Datei</translation>
    </message>
    <message>
        <source>wildcards</source>
        <translation>Wildcards</translation>
    </message>
    <message>
        <source>write</source>
        <translation>write</translation>
    </message>
    <message>
        <source>{0} (compute capability {1}.{2})</source>
        <translation>{0} (Compute Capability {1}.{2})</translation>
    </message>
    <message>
        <source>{0} LoRAs are too many: use up to {1}</source>
        <translation>{0} LoRAs sind zu viele: höchstens {1} verwenden</translation>
    </message>
    <message>
        <source>{0} ORDER BY rowid DESC</source>
        <translation>{0} ORDER BY rowid DESC</translation>
    </message>
    <message>
        <source>{0} WHERE rowid = ?</source>
        <translation>{0} WHERE rowid = ?</translation>
    </message>
    <message>
        <source>{0} a side and {1} million in all</source>
        <translation>{0} je Seite und {1} Millionen insgesamt</translation>
    </message>
    <message>
        <source>{0} already contains {1}: choose another folder</source>
        <translation>{0} enthält schon {1}: einen anderen Ordner wählen</translation>
    </message>
    <message>
        <source>{0} alternatives × {1} clips is over the limit of {2}: use fewer alternatives or clips</source>
        <translation>{0} Alternativen × {1} Clips überschreiten die Grenze von {2}: weniger Alternativen oder Clips verwenden</translation>
    </message>
    <message>
        <source>{0} can&apos;t be a folder: use names of up to {1} characters without slashes</source>
        <translation>{0} kann kein Ordner sein: Namen mit höchstens {1} Zeichen ohne Schrägstriche verwenden</translation>
    </message>
    <message>
        <source>{0} can&apos;t be converted: the conversion needed more memory or time than a checkpoint of its size should</source>
        <translation>{0} kann nicht umgewandelt werden: das brauchte mehr Speicher oder Zeit als bei einem Checkpoint dieser Größe üblich</translation>
    </message>
    <message>
        <source>{0} can&apos;t be converted: {1}</source>
        <translation>{0} kann nicht umgewandelt werden: {1}</translation>
    </message>
    <message>
        <source>{0} can&apos;t be copied ({1})</source>
        <translation>{0} kann nicht kopiert werden ({1})</translation>
    </message>
    <message>
        <source>{0} can&apos;t be copied to {1} ({2})</source>
        <translation>{0} kann nicht nach {1} kopiert werden ({2})</translation>
    </message>
    <message>
        <source>{0} can&apos;t be copied: it is damaged or not a video</source>
        <translation>{0} kann nicht kopiert werden: beschädigt oder kein Video</translation>
    </message>
    <message>
        <source>{0} can&apos;t be created ({1}): choose another folder</source>
        <translation>{0} kann nicht angelegt werden ({1}): einen anderen Ordner wählen</translation>
    </message>
    <message>
        <source>{0} can&apos;t be downloaded ({1}): try again later; downloaded data is kept</source>
        <translation>{0} kann nicht heruntergeladen werden ({1}): später noch einmal versuchen; Heruntergeladenes bleibt erhalten</translation>
    </message>
    <message>
        <source>{0} can&apos;t be downloaded: the server returned status {1}</source>
        <translation>{0} kann nicht heruntergeladen werden: der Server meldete den Status {1}</translation>
    </message>
    <message>
        <source>{0} can&apos;t be imported: {1}</source>
        <translation>{0} kann nicht importiert werden: {1}</translation>
    </message>
    <message>
        <source>{0} can&apos;t be read ({1})</source>
        <translation>{0} kann nicht gelesen werden ({1})</translation>
    </message>
    <message>
        <source>{0} can&apos;t be read ({1}): close other programs that use it, or restart the app</source>
        <translation>{0} kann nicht gelesen werden ({1}): andere Programme schließen, die es verwenden, oder die Anwendung neu starten</translation>
    </message>
    <message>
        <source>{0} can&apos;t be read ({1}): using the default settings</source>
        <translation>{0} kann nicht gelesen werden ({1}): Standardeinstellungen werden verwendet</translation>
    </message>
    <message>
        <source>{0} can&apos;t be read or written ({1})</source>
        <translation>{0} kann nicht gelesen oder geschrieben werden ({1})</translation>
    </message>
    <message>
        <source>{0} can&apos;t be read or written ({1}): check its disk and the free space</source>
        <translation>{0} kann nicht gelesen oder geschrieben werden ({1}): Datenträger und freien Platz prüfen</translation>
    </message>
    <message>
        <source>{0} can&apos;t be read or written ({1}): it contains the library</source>
        <translation>{0} kann nicht gelesen oder geschrieben werden ({1}): darin liegt die Bibliothek</translation>
    </message>
    <message>
        <source>{0} can&apos;t be read to the end: it is damaged</source>
        <translation>{0} kann nicht bis zum Ende gelesen werden: beschädigt</translation>
    </message>
    <message>
        <source>{0} can&apos;t be read: it has no end token {1}</source>
        <translation>{0} kann nicht gelesen werden: das End-Token {1} fehlt</translation>
    </message>
    <message>
        <source>{0} can&apos;t be read: it is damaged</source>
        <translation>{0} kann nicht gelesen werden: beschädigt</translation>
    </message>
    <message>
        <source>{0} can&apos;t be read: it is damaged or not a picture</source>
        <translation>{0} kann nicht gelesen werden: beschädigt oder kein Bild</translation>
    </message>
    <message>
        <source>{0} can&apos;t be read: it is damaged or not a video</source>
        <translation>{0} kann nicht gelesen werden: beschädigt oder kein Video</translation>
    </message>
    <message>
        <source>{0} can&apos;t be read: it is not UTF-8</source>
        <translation>{0} kann nicht gelesen werden: es ist kein UTF-8</translation>
    </message>
    <message>
        <source>{0} can&apos;t be read: it is not a vocabulary of tokens and their numbers</source>
        <translation>{0} kann nicht gelesen werden: es ist kein Vokabular aus Tokens und ihren Nummern</translation>
    </message>
    <message>
        <source>{0} can&apos;t be read: pass a variable as in __{1}(color=red)__, not {2}</source>
        <translation>{0} kann nicht gelesen werden: eine Variable wie in __{1}(color=red)__ übergeben, nicht {2}</translation>
    </message>
    <message>
        <source>{0} can&apos;t be read: {1}</source>
        <translation>{0} kann nicht gelesen werden: {1}</translation>
    </message>
    <message>
        <source>{0} can&apos;t be read: {1} is not a pair of tokens</source>
        <translation>{0} kann nicht gelesen werden: {1} ist kein Paar von Tokens</translation>
    </message>
    <message>
        <source>{0} can&apos;t be read: {1} is not in the vocabulary</source>
        <translation>{0} kann nicht gelesen werden: {1} ist nicht im Vokabular</translation>
    </message>
    <message>
        <source>{0} can&apos;t be read: {1} is {2}</source>
        <translation>{0} kann nicht gelesen werden: {1} ist {2}</translation>
    </message>
    <message>
        <source>{0} can&apos;t be removed ({1}): close programs that use it</source>
        <translation>{0} kann nicht entfernt werden ({1}): Programme schließen, die es verwenden</translation>
    </message>
    <message>
        <source>{0} can&apos;t be written ({1})</source>
        <translation>{0} kann nicht geschrieben werden ({1})</translation>
    </message>
    <message>
        <source>{0} can&apos;t be written ({1}): choose another folder</source>
        <translation>{0} kann nicht geschrieben werden ({1}): einen anderen Ordner wählen</translation>
    </message>
    <message>
        <source>{0} can&apos;t be written to ({1}). The library is stored there</source>
        <translation>in {0} kann nicht geschrieben werden ({1}). Dort liegt die Bibliothek</translation>
    </message>
    <message>
        <source>{0} can&apos;t be written to ({1}): choose another folder</source>
        <translation>in {0} kann nicht geschrieben werden ({1}): einen anderen Ordner wählen</translation>
    </message>
    <message>
        <source>{0} can&apos;t continue a clip after {1} frames: use {2}</source>
        <translation>{0} kann einen Clip nicht nach {1} Frames fortsetzen: {2} verwenden</translation>
    </message>
    <message>
        <source>{0} can&apos;t run PyTorch {1} ({2})</source>
        <translation>{0} kann PyTorch {1} nicht ausführen ({2})</translation>
    </message>
    <message>
        <source>{0} contains a file named {1}, which Windows does not allow: rename it</source>
        <translation>{0} enthält eine Datei namens {1}, was Windows nicht erlaubt: umbenennen</translation>
    </message>
    <message>
        <source>{0} contains more than {1} files: it is not a model folder</source>
        <translation>{0} enthält mehr als {1} Dateien: es ist kein Modellordner</translation>
    </message>
    <message>
        <source>{0} contains {1} names that differ only in upper and lower case, which some systems can&apos;t tell apart: rename them</source>
        <translation>{0} enthält {1} Namen, die sich nur in Groß- und Kleinschreibung unterscheiden, was manche Systeme nicht können: umbenennen</translation>
    </message>
    <message>
        <source>{0} could not be moved to the trash: {1}</source>
        <translation>{0} konnte nicht in den Papierkorb verschoben werden: {1}</translation>
    </message>
    <message>
        <source>{0} could not be restored from the trash: {1}</source>
        <translation>{0} konnte nicht aus dem Papierkorb wiederhergestellt werden: {1}</translation>
    </message>
    <message>
        <source>{0} did not fit into memory: close other programs, or use fewer frames or a smaller size</source>
        <translation>{0} passte nicht in den Speicher: andere Programme schließen oder weniger Frames oder eine kleinere Größe verwenden</translation>
    </message>
    <message>
        <source>{0} did not fit into memory: use fewer frames or a smaller size{1}</source>
        <translation>{0} passte nicht in den Speicher: weniger Frames oder eine kleinere Größe verwenden{1}</translation>
    </message>
    <message>
        <source>{0} did not fit into memory: use fewer frames, a smaller size{1}</source>
        <translation>{0} passte nicht in den Speicher: weniger Frames verwenden, eine kleinere Größe{1}</translation>
    </message>
    <message>
        <source>{0} does not contain the settings of a model</source>
        <translation>{0} enthält nicht die Einstellungen eines Modells</translation>
    </message>
    <message>
        <source>{0} does not describe a {1}: {2}</source>
        <translation>{0} beschreibt keinen {1}: {2}</translation>
    </message>
    <message>
        <source>{0} does not end a job</source>
        <translation>{0} beendet keinen Auftrag</translation>
    </message>
    <message>
        <source>{0} does not name the files of its tensors</source>
        <translation>{0} nennt nicht die Dateien seiner Tensoren</translation>
    </message>
    <message>
        <source>{0} does not offer HTTPS: plain HTTP is refused</source>
        <translation>{0} bietet kein HTTPS: einfaches HTTP wird abgelehnt</translation>
    </message>
    <message>
        <source>{0} doesn&apos;t describe a flow of {1} timesteps</source>
        <translation>{0} beschreibt keinen Flow mit {1} Zeitschritten</translation>
    </message>
    <message>
        <source>{0} doesn&apos;t describe a noise schedule that {1} supports: choose another scheduler</source>
        <translation>{0} beschreibt keinen Rauschplan, den {1} unterstützt: einen anderen Scheduler wählen</translation>
    </message>
    <message>
        <source>{0} doesn&apos;t match the hash in its listing: try again later</source>
        <translation>{0} passt nicht zum Hash im Verzeichnis: später noch einmal versuchen</translation>
    </message>
    <message>
        <source>{0} exists now</source>
        <translation>{0} existiert inzwischen</translation>
    </message>
    <message>
        <source>{0} exists: choose another name, or replace it</source>
        <translation>{0} existiert: einen anderen Namen wählen oder ersetzen</translation>
    </message>
    <message>
        <source>{0} forbids connections to Hugging Face: unset it to download models</source>
        <translation>{0} verbietet Verbindungen zu Hugging Face: zum Herunterladen von Modellen zurücksetzen</translation>
    </message>
    <message>
        <source>{0} frames aren&apos;t supported by {1}: use {2}</source>
        <translation>{1} unterstützt {0} Frames nicht: {2} verwenden</translation>
    </message>
    <message>
        <source>{0} frames of {1}x{2}</source>
        <translation>{0} Frames in {1}x{2}</translation>
    </message>
    <message>
        <source>{0} frames of {1}x{2} need about {3} GB, {4} GB are free on {5}: {6}</source>
        <translation>{0} Frames in {1}x{2} brauchen etwa {3} GB, auf {5} sind {4} GB frei: {6}</translation>
    </message>
    <message>
        <source>{0} frames, {1} of them known, add nothing: use more than {2}</source>
        <translation>{0} Frames, davon {1} bekannt, fügen nichts hinzu: mehr als {2} verwenden</translation>
    </message>
    <message>
        <source>{0} has an invalid header entry for tensor {1}</source>
        <translation>{0} hat einen ungültigen Kopfeintrag für den Tensor {1}</translation>
    </message>
    <message>
        <source>{0} has an invalid header: a tensor starts at byte {1}, but the previous one ends at {2}</source>
        <translation>{0} hat einen ungültigen Kopf: ein Tensor beginnt bei Byte {1}, der vorige endet aber bei {2}</translation>
    </message>
    <message>
        <source>{0} has an unreadable header</source>
        <translation>{0} hat einen unlesbaren Kopf</translation>
    </message>
    <message>
        <source>{0} has floating-point values: save it with 8 or 16 bits per channel</source>
        <translation>{0} hat Gleitkommawerte: mit 8 oder 16 Bit pro Kanal speichern</translation>
    </message>
    <message>
        <source>{0} has integer weights ({1}), which this application does not load: {2}</source>
        <translation>{0} hat ganzzahlige Gewichte ({1}), die diese Anwendung nicht lädt: {2}</translation>
    </message>
    <message>
        <source>{0} has invalid settings: {1}</source>
        <translation>{0} hat ungültige Einstellungen: {1}</translation>
    </message>
    <message>
        <source>{0} has more than {1} frames, the limit</source>
        <translation>{0} hat mehr als {1} Frames, die Höchstzahl</translation>
    </message>
    <message>
        <source>{0} has no frame {1}</source>
        <translation>{0} hat keinen Frame {1}</translation>
    </message>
    <message>
        <source>{0} has no noise schedule (beta_start, beta_end, beta_schedule): {1}</source>
        <translation>{0} hat keinen Rauschplan (beta_start, beta_end, beta_schedule): {1}</translation>
    </message>
    <message>
        <source>{0} has no prompts, styles, wildcards or presets</source>
        <translation>{0} enthält keine Prompts, Stile, Wildcards oder Voreinstellungen</translation>
    </message>
    <message>
        <source>{0} has no record of its files, because it was copied there by hand: import it to create one</source>
        <translation>zu {0} fehlt das Verzeichnis der Dateien, weil es von Hand kopiert wurde: importieren, um eines anzulegen</translation>
    </message>
    <message>
        <source>{0} has no record of its files: remove the model and download it again</source>
        <translation>zu {0} fehlt das Verzeichnis der Dateien: das Modell entfernen und noch einmal herunterladen</translation>
    </message>
    <message>
        <source>{0} has no revision {1}</source>
        <translation>{0} hat keine Revision {1}</translation>
    </message>
    <message>
        <source>{0} has no settings of a program we know</source>
        <translation>{0} enthält keine Einstellungen eines bekannten Programms</translation>
    </message>
    <message>
        <source>{0} has no tokenizer: vocab.json and merges.txt are missing, and so is tokenizer.json</source>
        <translation>{0} hat keinen Tokenizer: vocab.json und merges.txt fehlen, tokenizer.json auch</translation>
    </message>
    <message>
        <source>{0} has no weights for {1}</source>
        <translation>{0} hat keine Gewichte für {1}</translation>
    </message>
    <message>
        <source>{0} has no weights: {1} is missing</source>
        <translation>{0} hat keine Gewichte: {1} fehlt</translation>
    </message>
    <message>
        <source>{0} has only the denoiser: choose an installed model to take the other parts from</source>
        <translation>{0} enthält nur den Denoiser: ein installiertes Modell auswählen, das die anderen Teile liefert</translation>
    </message>
    <message>
        <source>{0} has two denoisers, one for each half of the steps, which this application does not load</source>
        <translation>{0} hat zwei Denoiser, einen für jede Hälfte der Schritte, was diese Anwendung nicht lädt</translation>
    </message>
    <message>
        <source>{0} has weights of 8 bits or fewer ({1}), which this application does not load: {2}</source>
        <translation>{0} hat Gewichte mit 8 Bit oder weniger ({1}), die diese Anwendung nicht lädt: {2}</translation>
    </message>
    <message>
        <source>{0} has {1} bytes on the server, but its listing says {2}: try again later</source>
        <translation>{0} hat auf dem Server {1} Bytes, laut Verzeichnis aber {2}: später noch einmal versuchen</translation>
    </message>
    <message>
        <source>{0} has {1} frames per second, the new frames {2}: use {3}</source>
        <translation>{0} hat {1} Frames pro Sekunde, die neuen Frames {2}: {3} verwenden</translation>
    </message>
    <message>
        <source>{0} has {1} frames, too few to continue after {2}: continue after fewer, or continue a longer clip</source>
        <translation>{0} hat {1} Frames, zu wenige, um nach {2} fortzusetzen: nach weniger fortsetzen oder einen längeren Clip verwenden</translation>
    </message>
    <message>
        <source>{0} has {1} frames: use {2} frames or fewer, or a longer clip</source>
        <translation>{0} hat {1} Frames: höchstens {2} Frames oder einen längeren Clip verwenden</translation>
    </message>
    <message>
        <source>{0} has {1} frames: with {2} more it would be longer than {3}, the limit</source>
        <translation>{0} hat {1} Frames: mit {2} weiteren wäre es länger als {3}, die Höchstzahl</translation>
    </message>
    <message>
        <source>{0} has {1} pixels, the new frames {2}x{3}: use {4}</source>
        <translation>{0} hat {1} Pixel, die neuen Frames {2}x{3}: {4} verwenden</translation>
    </message>
    <message>
        <source>{0} has {1} × {2} pixels, the first picture {3} × {4}: all pictures must have the same size</source>
        <translation>{0} hat {1} × {2} Pixel, das erste Bild {3} × {4}: alle Bilder müssen gleich groß sein</translation>
    </message>
    <message>
        <source>{0} has {1} × {2} pixels: the limit is {3}</source>
        <translation>{0} hat {1} × {2} Pixel, erlaubt sind {3}</translation>
    </message>
    <message>
        <source>{0} has {1} × {2} pixels: the limit is {3}. Make it smaller</source>
        <translation>{0} hat {1} × {2} Pixel, erlaubt sind {3}. Bitte verkleinern</translation>
    </message>
    <message>
        <source>{0} has {1}, which another weights file has too: they come from different models</source>
        <translation>{0} enthält {1}, das auch in einer anderen Gewichtsdatei steht: sie gehören zu verschiedenen Modellen</translation>
    </message>
    <message>
        <source>{0} in {1} has an impossible size: {2} bytes</source>
        <translation>{0} in {1} hat eine unmögliche Größe: {2} Bytes</translation>
    </message>
    <message>
        <source>{0} is a LoRA, not a model: import it as a LoRA</source>
        <translation>{0} ist eine LoRA, kein Modell: als LoRA importieren</translation>
    </message>
    <message>
        <source>{0} is a built-in preset: choose another name</source>
        <translation>{0} ist eine integrierte Voreinstellung: einen anderen Namen wählen</translation>
    </message>
    <message>
        <source>{0} is a file, not a folder: choose another folder</source>
        <translation>{0} ist eine Datei, kein Ordner: einen anderen Ordner wählen</translation>
    </message>
    <message>
        <source>{0} is a folder, not a JSON file</source>
        <translation>{0} ist ein Ordner, keine JSON-Datei</translation>
    </message>
    <message>
        <source>{0} is a folder: move it away to save the settings</source>
        <translation>{0} ist ein Ordner: verschieben, um die Einstellungen zu speichern</translation>
    </message>
    <message>
        <source>{0} is a folder: use a file name such as {1}</source>
        <translation>{0} ist ein Ordner: einen Dateinamen wie {1} verwenden</translation>
    </message>
    <message>
        <source>{0} is a link to {1}, which doesn&apos;t exist: connect its drive</source>
        <translation>{0} ist ein Link auf {1}, das nicht existiert: das Laufwerk anschließen</translation>
    </message>
    <message>
        <source>{0} is a link: replace it with the file itself</source>
        <translation>{0} ist ein Link: durch die Datei selbst ersetzen</translation>
    </message>
    <message>
        <source>{0} is a pickle, which can execute code: import the model, which skips or converts pickles</source>
        <translation>{0} ist ein Pickle, das Code ausführen kann: das Modell importieren, dabei werden Pickles übergangen oder umgewandelt</translation>
    </message>
    <message>
        <source>{0} is already being downloaded</source>
        <translation>{0} wird schon heruntergeladen</translation>
    </message>
    <message>
        <source>{0} is already installed: verify or remove it</source>
        <translation>{0} ist schon installiert: prüfen oder entfernen</translation>
    </message>
    <message>
        <source>{0} is an existing file; a name without a suffix is for a folder of pictures: choose another</source>
        <translation>{0} ist eine vorhandene Datei; ein Name ohne Endung steht für einen Ordner mit Bildern: einen anderen wählen</translation>
    </message>
    <message>
        <source>{0} is an existing folder: use a file name such as {1}</source>
        <translation>{0} ist ein vorhandener Ordner: einen Dateinamen wie {1} verwenden</translation>
    </message>
    <message>
        <source>{0} is damaged: download it again</source>
        <translation>{0} ist beschädigt: noch einmal herunterladen</translation>
    </message>
    <message>
        <source>{0} is damaged: download the model instead</source>
        <translation>{0} ist beschädigt: stattdessen das Modell herunterladen</translation>
    </message>
    <message>
        <source>{0} is damaged: restart the app to repair it from its backup</source>
        <translation>{0} ist beschädigt: die Anwendung neu starten, um es aus der Sicherung zu reparieren</translation>
    </message>
    <message>
        <source>{0} is damaged: {1}</source>
        <translation>{0} ist beschädigt: {1}</translation>
    </message>
    <message>
        <source>{0} is from another commit ({1}) than the rest of its part ({2}): download them all from the same commit</source>
        <translation>{0} stammt aus einem anderen Commit ({1}) als der Rest ({2}): alles aus demselben Commit herunterladen</translation>
    </message>
    <message>
        <source>{0} is gated: accept its terms on Hugging Face, then enter a token</source>
        <translation>{0} ist zugangsbeschränkt: die Bedingungen auf Hugging Face annehmen, dann ein Token eingeben</translation>
    </message>
    <message>
        <source>{0} is gated: accept the model&apos;s terms on Hugging Face, then enter a token</source>
        <translation>{0} ist zugangsbeschränkt: die Bedingungen des Modells auf Hugging Face annehmen, dann ein Token eingeben</translation>
    </message>
    <message>
        <source>{0} is inside the current clips folder: choose another folder</source>
        <translation>{0} liegt im aktuellen Clip-Ordner: einen anderen Ordner wählen</translation>
    </message>
    <message>
        <source>{0} is inside the current models folder: choose another folder</source>
        <translation>{0} liegt im aktuellen Modellordner: einen anderen Ordner wählen</translation>
    </message>
    <message>
        <source>{0} is larger than any model&apos;s settings file</source>
        <translation>{0} ist größer als die Einstellungsdatei irgendeines Modells</translation>
    </message>
    <message>
        <source>{0} is larger than {1} MB</source>
        <translation>{0} ist größer als {1} MB</translation>
    </message>
    <message>
        <source>{0} is longer than the {1} bytes in its listing: try again later</source>
        <translation>{0} ist länger als die {1} Bytes im Verzeichnis: später noch einmal versuchen</translation>
    </message>
    <message>
        <source>{0} is missing</source>
        <translation>{0} fehlt</translation>
    </message>
    <message>
        <source>{0} is missing: reinstall the application</source>
        <translation>{0} fehlt: die Anwendung neu installieren</translation>
    </message>
    <message>
        <source>{0} is missing: restart the app to restore it from its backup</source>
        <translation>{0} fehlt: die Anwendung neu starten, um die Datei aus der Sicherung wiederherzustellen</translation>
    </message>
    <message>
        <source>{0} is neither a file nor a folder</source>
        <translation>{0} ist weder eine Datei noch ein Ordner</translation>
    </message>
    <message>
        <source>{0} is neither a model folder nor a checkpoint ({1})</source>
        <translation>{0} ist weder ein Modellordner noch ein Checkpoint ({1})</translation>
    </message>
    <message>
        <source>{0} is no longer in the trash</source>
        <translation>{0} ist nicht mehr im Papierkorb</translation>
    </message>
    <message>
        <source>{0} is no tensor of a supported Wan transformer</source>
        <translation>{0} ist kein Tensor eines unterstützten Wan-Transformers</translation>
    </message>
    <message>
        <source>{0} is no tensor of a text-to-video UNet</source>
        <translation>{0} ist kein Tensor eines Text-zu-Video-UNets</translation>
    </message>
    <message>
        <source>{0} is not UTF-8 text: save it as UTF-8</source>
        <translation>{0} ist kein UTF-8-Text: als UTF-8 speichern</translation>
    </message>
    <message>
        <source>{0} is not a CLIP tokenizer</source>
        <translation>{0} ist kein CLIP-Tokenizer</translation>
    </message>
    <message>
        <source>{0} is not a T5 tokenizer</source>
        <translation>{0} ist kein T5-Tokenizer</translation>
    </message>
    <message>
        <source>{0} is not a file</source>
        <translation>{0} ist keine Datei</translation>
    </message>
    <message>
        <source>{0} is not a file name: use one such as {1}</source>
        <translation>{0} ist kein Dateiname: einen wie {1} verwenden</translation>
    </message>
    <message>
        <source>{0} is not a file of at most {1} MB</source>
        <translation>{0} ist keine Datei von höchstens {1} MB</translation>
    </message>
    <message>
        <source>{0} is not a file of exported settings</source>
        <translation>{0} ist keine Datei mit exportierten Einstellungen</translation>
    </message>
    <message>
        <source>{0} is not a file of exported settings: {1}</source>
        <translation>{0} ist keine Datei mit exportierten Einstellungen: {1}</translation>
    </message>
    <message>
        <source>{0} is not a file: choose a picture</source>
        <translation>{0} ist keine Datei: ein Bild auswählen</translation>
    </message>
    <message>
        <source>{0} is not a language: use a code such as de or zh_CN</source>
        <translation>{0} ist keine Sprache: einen Code wie de oder zh_CN verwenden</translation>
    </message>
    <message>
        <source>{0} is not a model folder: it has no model_index.json</source>
        <translation>{0} ist kein Modellordner: model_index.json fehlt</translation>
    </message>
    <message>
        <source>{0} is not a picture: use {1}</source>
        <translation>{0} ist kein Bild: {1} verwenden</translation>
    </message>
    <message>
        <source>{0} is not a settings file ({1}): using the default settings</source>
        <translation>{0} ist keine Einstellungsdatei ({1}): Standardeinstellungen werden verwendet</translation>
    </message>
    <message>
        <source>{0} is not a valid address: use http://host:port or socks5://host:port</source>
        <translation>{0} ist keine gültige Adresse: http://host:port oder socks5://host:port verwenden</translation>
    </message>
    <message>
        <source>{0} is not a valid path</source>
        <translation>{0} ist kein gültiger Pfad</translation>
    </message>
    <message>
        <source>{0} is not a valid record of the model&apos;s files: import or download the model again</source>
        <translation>{0} ist kein gültiges Verzeichnis der Modelldateien: das Modell noch einmal importieren oder herunterladen</translation>
    </message>
    <message>
        <source>{0} is not a {1}</source>
        <translation>{0} ist kein {1}</translation>
    </message>
    <message>
        <source>{0} is not a {1} model: it has no {2}</source>
        <translation>{0} ist kein {1}-Modell: {2} fehlt</translation>
    </message>
    <message>
        <source>{0} is not installed in {1}: installed are {2}</source>
        <translation>{0} ist in {1} nicht installiert; installiert: {2}</translation>
    </message>
    <message>
        <source>{0} is not one of {1}</source>
        <translation>{0} ist keines von {1}</translation>
    </message>
    <message>
        <source>{0} is not the SHA-256 of a kept image</source>
        <translation>{0} ist nicht der SHA-256 eines gespeicherten Bildes</translation>
    </message>
    <message>
        <source>{0} is not the name of a style: use up to {1} characters</source>
        <translation>{0} ist nicht der Name eines Stils: höchstens {1} Zeichen verwenden</translation>
    </message>
    <message>
        <source>{0} is not the {1} of a text-to-video model: {2} are missing, for example {3}</source>
        <translation>{0} ist nicht der {1} eines Text-zu-Video-Modells: {2} fehlen, zum Beispiel {3}</translation>
    </message>
    <message>
        <source>{0} is not valid JSON</source>
        <translation>{0} ist kein gültiges JSON</translation>
    </message>
    <message>
        <source>{0} is not valid JSON: it {1}</source>
        <translation>{0} ist kein gültiges JSON: {1}</translation>
    </message>
    <message>
        <source>{0} is not {1} × {2} pixels as in its settings: save it as {3} to copy it</source>
        <translation>{0} hat nicht {1} × {2} Pixel wie in den Einstellungen: als {3} speichern, um die Datei zu kopieren</translation>
    </message>
    <message>
        <source>{0} is out of range: use 0 to {1}</source>
        <translation>{0} liegt außerhalb des Bereichs: 0 bis {1} verwenden</translation>
    </message>
    <message>
        <source>{0} is outside the wildcards folder or not a file name: use a name such as __animal__ or __colors/warm__</source>
        <translation>{0} liegt außerhalb des Wildcard-Ordners oder ist kein Dateiname: einen Namen wie __animal__ oder __colors/warm__ verwenden</translation>
    </message>
    <message>
        <source>{0} is program code, which a model doesn&apos;t need: delete it</source>
        <translation>{0} ist Programmcode, den ein Modell nicht braucht: löschen</translation>
    </message>
    <message>
        <source>{0} is read-only: allow writing to it and to its folder</source>
        <translation>{0} ist schreibgeschützt: Schreiben in Datei und Ordner erlauben</translation>
    </message>
    <message>
        <source>{0} is too large a number</source>
        <translation>{0} ist eine zu große Zahl</translation>
    </message>
    <message>
        <source>{0} is too large: the limit is {1} million pixels. Make it smaller</source>
        <translation>{0} ist zu groß, erlaubt sind {1} Millionen Pixel. Bitte verkleinern</translation>
    </message>
    <message>
        <source>{0} is truncated or not a safetensors file: download or copy it again</source>
        <translation>{0} ist abgeschnitten oder keine safetensors-Datei: noch einmal herunterladen oder kopieren</translation>
    </message>
    <message>
        <source>{0} is {1} bytes long, but its header says {2}: download or copy it again</source>
        <translation>{0} ist {1} Bytes lang, laut Kopf aber {2}: noch einmal herunterladen oder kopieren</translation>
    </message>
    <message>
        <source>{0} is {1} in this one, and {2} doesn&apos;t fit</source>
        <translation>{0} hat in diesem {1}, und {2} passt nicht</translation>
    </message>
    <message>
        <source>{0} is {1}: it must be a whole number</source>
        <translation>{0} ist {1}: es muss eine ganze Zahl sein</translation>
    </message>
    <message>
        <source>{0} is {1}: it must be at least 1</source>
        <translation>{0} ist {1}: es muss mindestens 1 sein</translation>
    </message>
    <message>
        <source>{0} is {1}: supported values: {2}</source>
        <translation>{0} ist {1}: unterstützte Werte: {2}</translation>
    </message>
    <message>
        <source>{0} isn&apos;t supported by {1}: use {2}</source>
        <translation>{1} unterstützt {0} nicht: {2} verwenden</translation>
    </message>
    <message>
        <source>{0} lacks {1} tensors, for example {2}: download or copy it again</source>
        <translation>in {0} fehlen {1} Tensoren, zum Beispiel {2}: noch einmal herunterladen oder kopieren</translation>
    </message>
    <message>
        <source>{0} lacks {1} tensors, {2} among them: download the model again</source>
        <translation>in {0} fehlen {1} Tensoren, darunter {2}: das Modell noch einmal herunterladen</translation>
    </message>
    <message>
        <source>{0} lacks {1}, one of {2} weights files: download or copy it again</source>
        <translation>in {0} fehlt {1}, eine von {2} Gewichtsdateien: noch einmal herunterladen oder kopieren</translation>
    </message>
    <message>
        <source>{0} matches more than {1} lines: name fewer files</source>
        <translation>{0} passt auf mehr als {1} Zeilen: weniger Dateien nennen</translation>
    </message>
    <message>
        <source>{0} matches no file in {1}</source>
        <translation>{0} passt auf keine Datei in {1}</translation>
    </message>
    <message>
        <source>{0} names an unknown user: use an absolute path</source>
        <translation>{0} nennt einen unbekannten Benutzer: einen absoluten Pfad verwenden</translation>
    </message>
    <message>
        <source>{0} names its pipeline with a list, which requires custom code that this application does not run</source>
        <translation>{0} nennt seine Pipeline in einer Liste, was eigenen Code braucht, den diese Anwendung nicht ausführt</translation>
    </message>
    <message>
        <source>{0} names {1} files, more than any real model has</source>
        <translation>{0} nennt {1} Dateien, mehr als jedes echte Modell hat</translation>
    </message>
    <message>
        <source>{0} names {1}, which is not a weights file beside it</source>
        <translation>{0} nennt {1}, was keine Gewichtsdatei daneben ist</translation>
    </message>
    <message>
        <source>{0} of {1} tensors</source>
        <translation>{0} von {1} Tensoren</translation>
    </message>
    <message>
        <source>{0} predicts {1}, which is not supported</source>
        <translation>{0} sagt {1} voraus, was nicht unterstützt wird</translation>
    </message>
    <message>
        <source>{0} presets are too many: keep up to {1}</source>
        <translation>{0} Voreinstellungen sind zu viele: höchstens {1} behalten</translation>
    </message>
    <message>
        <source>{0} ran out of memory with memory saving {1}: retrying with more memory saving</source>
        <translation>{0} passte mit Speicher sparen {1} nicht in den Speicher: neuer Versuch mit mehr Speichersparen</translation>
    </message>
    <message>
        <source>{0} reads an image&apos;s CLIP features, which isn&apos;t supported: use Wan 2.2 TI2V or Wan 2.1 VACE</source>
        <translation>{0} liest CLIP-Merkmale eines Bildes, was nicht unterstützt wird: Wan 2.2 TI2V oder Wan 2.1 VACE verwenden</translation>
    </message>
    <message>
        <source>{0} requires attention implementation {1}, which this application does not load</source>
        <translation>{0} braucht die Attention-Implementierung {1}, die diese Anwendung nicht lädt</translation>
    </message>
    <message>
        <source>{0} requires class {1}, which this application does not load</source>
        <translation>{0} braucht die Klasse {1}, die diese Anwendung nicht lädt</translation>
    </message>
    <message>
        <source>{0} requires custom code (auto_map), which this application does not run</source>
        <translation>{0} braucht eigenen Code (auto_map), den diese Anwendung nicht ausführt</translation>
    </message>
    <message>
        <source>{0} requires {1} {2}, which this application does not load</source>
        <translation>{0} braucht {1} {2}, was diese Anwendung nicht lädt</translation>
    </message>
    <message>
        <source>{0} returned status {1} for {2}</source>
        <translation>{0} meldete den Status {1} für {2}</translation>
    </message>
    <message>
        <source>{0} should be {1}, not {2}</source>
        <translation>{0} muss {1} sein, nicht {2}</translation>
    </message>
    <message>
        <source>{0} stars: use 0 to {1}</source>
        <translation>{0} Sterne: 0 bis {1} verwenden</translation>
    </message>
    <message>
        <source>{0} styles are too many: keep up to {1}</source>
        <translation>{0} Stile sind zu viele: höchstens {1} behalten</translation>
    </message>
    <message>
        <source>{0} styles are too many: use up to {1}</source>
        <translation>{0} Stile sind zu viele: höchstens {1} verwenden</translation>
    </message>
    <message>
        <source>{0} that can&apos;t be read</source>
        <translation>{0}, das nicht gelesen werden kann</translation>
    </message>
    <message>
        <source>{0} was not copied completely: the models are still in their old folder</source>
        <translation>{0} wurde nicht vollständig kopiert: die Modelle sind noch im alten Ordner</translation>
    </message>
    <message>
        <source>{0} was not made with T2V Desktop</source>
        <translation>{0} wurde nicht mit T2V Desktop erstellt</translation>
    </message>
    <message>
        <source>{0} was written by a newer version of T2V Desktop: update the app, or move the file away to start with an empty library</source>
        <translation>{0} wurde von einer neueren Version von T2V Desktop geschrieben: die Anwendung aktualisieren oder die Datei verschieben, um mit leerer Bibliothek zu beginnen</translation>
    </message>
    <message>
        <source>{0} would have {1} pixels a side: the limit is {2}. Use a smaller scale</source>
        <translation>{0} hätte {1} Pixel je Seite, erlaubt sind {2}. Eine kleinere Skalierung verwenden</translation>
    </message>
    <message>
        <source>{0} {1} is not supported: use a multiple of 8 from 8 to {2}, such as {3}</source>
        <translation>{0} {1} wird nicht unterstützt: ein Vielfaches von 8 zwischen 8 und {2} verwenden, etwa {3}</translation>
    </message>
    <message>
        <source>{0} {1} is out of range: use {2} to {3}</source>
        <translation>{0} {1} liegt außerhalb des Bereichs: {2} bis {3} verwenden</translation>
    </message>
    <message>
        <source>{0} {1} isn&apos;t supported by {2}: use a multiple of {3}, such as {4}</source>
        <translation>{2} unterstützt {0} {1} nicht: ein Vielfaches von {3} verwenden, etwa {4}</translation>
    </message>
    <message>
        <source>{0} · {1} × {2} · {3} frames · seed {4}</source>
        <translation>{0} · {1} × {2} · {3} Frames · Seed {4}</translation>
    </message>
    <message>
        <source>{0}. The backup of {1} was restored: newer clips will be restored from the clips folder; newer queue entries are lost.</source>
        <translation>{0}. Die Sicherung von {1} wurde wiederhergestellt: neuere Clips werden aus dem Clip-Ordner wiederhergestellt; neuere Einträge der Warteschlange sind verloren.</translation>
    </message>
    <message>
        <source>{0}. There is no good backup, so the library starts empty; clips will be restored from the clips folder.</source>
        <translation>{0}. Es gibt keine gute Sicherung, daher beginnt die Bibliothek leer; Clips werden aus dem Clip-Ordner wiederhergestellt.</translation>
    </message>
    <message>
        <source>{0}: contact sheets are saved as PNG: use a name such as {1}</source>
        <translation>{0}: Kontaktabzüge werden als PNG gespeichert: einen Namen wie {1} verwenden</translation>
    </message>
    <message>
        <source>{0}: decoding again in full precision (fp32)</source>
        <translation>{0}: wird in voller Genauigkeit (fp32) noch einmal dekodiert</translation>
    </message>
    <message>
        <source>{0}: flow_shift is {1}: it must be a number above 0, at most {2}</source>
        <translation>{0}: flow_shift ist {1}: es muss eine Zahl über 0 und höchstens {2} sein</translation>
    </message>
    <message>
        <source>{0}: frames are saved as PNG: use a name such as {1}</source>
        <translation>{0}: Frames werden als PNG gespeichert: einen Namen wie {1} verwenden</translation>
    </message>
    <message>
        <source>{0}: its parts come from different models: a {1} with a {2}</source>
        <translation>{0}: die Teile gehören zu verschiedenen Modellen: {1} mit {2}</translation>
    </message>
    <message>
        <source>{0}: its parts come from different models: {1} is {2}, {3} are {4}</source>
        <translation>{0}: die Teile gehören zu verschiedenen Modellen: {1} ist {2}, {3} sind {4}</translation>
    </message>
    <message>
        <source>{0}: its parts come from different models: {1} is {2}, {3} is {4}</source>
        <translation>{0}: die Teile gehören zu verschiedenen Modellen: {1} ist {2}, {3} ist {4}</translation>
    </message>
    <message>
        <source>{0}: max_position_embeddings is {1}: it must be a whole number of at least {2}</source>
        <translation>{0}: max_position_embeddings ist {1}: es muss eine ganze Zahl von mindestens {2} sein</translation>
    </message>
    <message>
        <source>{0}: nothing was saved. Another seed, more steps or a lower guidance may help</source>
        <translation>{0}: nichts wurde gespeichert. Ein anderer Seed, mehr Schritte oder weniger Guidance können helfen</translation>
    </message>
    <message>
        <source>{0}: num_train_timesteps is {1}: it must be at least {2}</source>
        <translation>{0}: num_train_timesteps ist {1}: es muss mindestens {2} sein</translation>
    </message>
    <message>
        <source>{0}: steps_offset is {1}: it must be a whole number from 0</source>
        <translation>{0}: steps_offset ist {1}: es muss eine ganze Zahl ab 0 sein</translation>
    </message>
    <message>
        <source>{0}: the server is busy</source>
        <translation>{0}: der Server ist überlastet</translation>
    </message>
    <message>
        <source>{0}: the settings of transformer or vae lack a sensible patch_size or z_dim</source>
        <translation>{0}: in den Einstellungen von transformer oder vae fehlt eine sinnvolle patch_size oder z_dim</translation>
    </message>
    <message>
        <source>{0}: the settings of unet or vae lack a sensible block_out_channels or sample_size</source>
        <translation>{0}: in den Einstellungen von unet oder vae fehlen sinnvolle block_out_channels oder sample_size</translation>
    </message>
    <message>
        <source>{0}: tokenizer and text encoder come from different models: {1} tokens, {2} embeddings</source>
        <translation>{0}: Tokenizer und Text-Encoder gehören zu verschiedenen Modellen: {1} Tokens, {2} Embeddings</translation>
    </message>
    <message>
        <source>{0}: trained_betas must be a list of {1} numbers</source>
        <translation>{0}: trained_betas muss eine Liste von {1} Zahlen sein</translation>
    </message>
    <message>
        <source>{0}: try again later</source>
        <translation>{0}: später noch einmal versuchen</translation>
    </message>
    <message>
        <source>{0}: trying again in full precision (fp32)</source>
        <translation>{0}: neuer Versuch in voller Genauigkeit (fp32)</translation>
    </message>
    <message>
        <source>{0}: unsupported format {1}: use .mp4, .webm, .gif, or no suffix for a folder of PNG pictures</source>
        <translation>{0}: nicht unterstütztes Format {1}: .mp4, .webm, .gif oder keine Endung für einen Ordner mit PNG-Bildern verwenden</translation>
    </message>
    <message>
        <source>{0}: unsupported video format: use one of {1}, or a folder of PNG pictures</source>
        <translation>{0}: nicht unterstütztes Videoformat: eines von {1} verwenden, oder einen Ordner mit PNG-Bildern</translation>
    </message>
    <message>
        <source>{0}: use a name that ends in .json</source>
        <translation>{0}: einen Namen verwenden, der auf .json endet</translation>
    </message>
    <message>
        <source>{0}: use auto or cpu</source>
        <translation>{0}: auto oder cpu verwenden</translation>
    </message>
    <message>
        <source>{0}: use t2v-desktop render &quot;a red circle moving right&quot; -o out.mp4</source>
        <translation>{0}: t2v-desktop render &quot;a red circle moving right&quot; -o out.mp4 verwenden</translation>
    </message>
    <message>
        <source>{0}: {1} changed since it was installed: {2}</source>
        <translation>{0}: {1} hat sich seit der Installation geändert: {2}</translation>
    </message>
    <message>
        <source>{0}: {1} has shape {2}, but config.json requires {3}</source>
        <translation>{0}: {1} hat die Form {2}, config.json verlangt aber {3}</translation>
    </message>
    <message>
        <source>{0}: {1} has {2} values, more than any real model</source>
        <translation>{0}: {1} hat {2} Werte, mehr als jedes echte Modell</translation>
    </message>
    <message>
        <source>{0}: {1} is larger than in any real model</source>
        <translation>{0}: {1} ist größer als in jedem echten Modell</translation>
    </message>
    <message>
        <source>{0}: {1} is {2}, but its config.json requires {3}</source>
        <translation>{0}: {1} ist {2}, die zugehörige config.json verlangt aber {3}</translation>
    </message>
    <message>
        <source>{0}: {1} is {2}, more than any real model has</source>
        <translation>{0}: {1} ist {2}, mehr als jedes echte Modell hat</translation>
    </message>
    <message>
        <source>{0}: {1} is {2}: it must be a number above 0, at most 1</source>
        <translation>{0}: {1} ist {2}: es muss eine Zahl über 0 und höchstens 1 sein</translation>
    </message>
    <message>
        <source>{0}: {1} is {2}: it must be true or false</source>
        <translation>{0}: {1} ist {2}: es muss true oder false sein</translation>
    </message>
    <message>
        <source>{0}: {1} is {2}: it must be {3}</source>
        <translation>{0}: {1} ist {2}: es muss {3} sein</translation>
    </message>
    <message>
        <source>{0}: {1} is {2}: supported values: {3}</source>
        <translation>{0}: {1} ist {2}: unterstützte Werte: {3}</translation>
    </message>
    <message>
        <source>{0}: {1}: tokenizer and text encoder come from different models</source>
        <translation>{0}: {1}: Tokenizer und Text-Encoder gehören zu verschiedenen Modellen</translation>
    </message>
    <message>
        <source>{0}: {1}: using the default</source>
        <translation>{0}: {1}: der Standardwert wird verwendet</translation>
    </message>
    <message>
        <source>{0}; downloaded data is kept</source>
        <translation>{0}; Heruntergeladenes bleibt erhalten</translation>
    </message>
    <message>
        <source>{0}x{1} is cropped to {2}x{3} for {4}x{5}</source>
        <translation>{0}x{1} wird für {4}x{5} auf {2}x{3} zugeschnitten</translation>
    </message>
    <message>
        <source>{{{0}...}} can&apos;t pick that many of {1} alternatives: use 1$$ to {2}$$</source>
        <translation>{{{0}...}} kann aus {1} Alternativen nicht so viele wählen: 1$$ bis {2}$$ verwenden</translation>
    </message>
    <message>
        <source>{{{0}__{1}__}} picks from too many lines: pick fewer, or use a shorter file</source>
        <translation>{{{0}__{1}__}} wählt aus zu vielen Zeilen: weniger wählen oder eine kürzere Datei verwenden</translation>
    </message>
</context>
<context>
    <name>save_dialog</name>
    <message>
        <source>This frame as a PNG picture (*.png)</source>
        <translation>Dieser Frame als PNG-Bild (*.png)</translation>
    </message>
    <message>
        <source>MP4 video (*.mp4)</source>
        <translation>MP4-Video (*.mp4)</translation>
    </message>
    <message>
        <source>WebM video (*.webm)</source>
        <translation>WebM-Video (*.webm)</translation>
    </message>
    <message>
        <source>GIF animation (*.gif)</source>
        <translation>GIF-Animation (*.gif)</translation>
    </message>
    <message>
        <source>Folder of PNG pictures (*)</source>
        <translation>Ordner mit PNG-Bildern (*)</translation>
    </message>
    <message>
        <source>Save frame</source>
        <translation>Frame speichern</translation>
    </message>
    <message>
        <source>Save as</source>
        <translation>Speichern unter</translation>
    </message>
    <message>
        <source>Save without settings</source>
        <translation>Ohne Einstellungen speichern</translation>
    </message>
</context>
<context>
    <name>settings_rows</name>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Preset</source>
        <translation>Voreinstellung</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>Länge</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>Seed</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>Schritte</translation>
    </message>
    <message>
        <source>Guidance</source>
        <translation>Guidance</translation>
    </message>
    <message>
        <source>Scheduler</source>
        <translation>Scheduler</translation>
    </message>
    <message>
        <source>Flow shift</source>
        <translation>Flow Shift</translation>
    </message>
    <message>
        <source>Step caching</source>
        <translation>Schichten-Cache</translation>
    </message>
    <message>
        <source>Strength</source>
        <translation>Stärke</translation>
    </message>
    <message>
        <source>LoRA</source>
        <translation>LoRA</translation>
    </message>
    <message>
        <source>Precision</source>
        <translation>Genauigkeit</translation>
    </message>
    <message>
        <source>Created</source>
        <translation>Erstellt</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>Herkunft</translation>
    </message>
    <message>
        <source>Provenance</source>
        <translation>Kennzeichnung</translation>
    </message>
    <message>
        <source>AI-generated; the file says so</source>
        <translation>KI-generiert; in der Datei vermerkt</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>seed {0}</source>
        <translation>Seed {0}</translation>
    </message>
    <message>
        <source>Negative prompt: {0}</source>
        <translation>Negativer Prompt: {0}</translation>
    </message>
    <message>
        <source>{0} frames</source>
        <translation>{0} Frames</translation>
    </message>
    <message>
        <source>{0} fps</source>
        <translation>{0} fps</translation>
    </message>
    <message>
        <source>Draft</source>
        <translation>Entwurf</translation>
    </message>
    <message>
        <source>Balanced</source>
        <translation>Ausgewogen</translation>
    </message>
    <message>
        <source>Best</source>
        <translation>Beste</translation>
    </message>
    <message>
        <source>Few steps</source>
        <translation>Wenige Schritte</translation>
    </message>
</context>
<context>
    <name>window</name>
    <message>
        <source>An unexpected error occurred again. Help &gt; Log has the details.</source>
        <translation>Wieder ist ein unerwarteter Fehler aufgetreten. Details stehen unter Hilfe &gt; Protokoll.</translation>
    </message>
</context>
<context>
    <name>words</name>
    <message>
        <source>Starting the engine</source>
        <translation>Engine startet</translation>
    </message>
    <message>
        <source>Verifying the model&apos;s files</source>
        <translation>Dateien des Modells werden geprüft</translation>
    </message>
    <message>
        <source>Loading the model</source>
        <translation>Modell wird geladen</translation>
    </message>
    <message>
        <source>Encoding frame {0} of {1}</source>
        <translation>Frame {0} von {1} wird kodiert</translation>
    </message>
    <message>
        <source>Encoding the prompt</source>
        <translation>Prompt wird kodiert</translation>
    </message>
    <message>
        <source>Denoising</source>
        <translation>Entrauschen</translation>
    </message>
    <message>
        <source>Denoising {0} of {1}</source>
        <translation>Entrauschen {0} von {1}</translation>
    </message>
    <message>
        <source>Decoding frame {0} of {1}</source>
        <translation>Frame {0} von {1} wird dekodiert</translation>
    </message>
    <message>
        <source>Writing the video</source>
        <translation>Video wird geschrieben</translation>
    </message>
    <message>
        <source>Starting</source>
        <translation>Startet</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>Wartet</translation>
    </message>
    <message>
        <source>Running</source>
        <translation>Läuft</translation>
    </message>
    <message>
        <source>Cancelling</source>
        <translation>Wird abgebrochen</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Fertig</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Fehlgeschlagen</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>Abgebrochen</translation>
    </message>
    <message>
        <source>Interrupted</source>
        <translation>Unterbrochen</translation>
    </message>
    <message>
        <source>The engine crashed. Retrying…</source>
        <translation>Die Engine ist abgestürzt. Neuer Versuch…</translation>
    </message>
    <message>
        <source>Couldn&apos;t create this clip</source>
        <translation>Clip konnte nicht erstellt werden</translation>
    </message>
    <message>
        <source>guided {0}–{1} %</source>
        <translation>Guidance bei {0}–{1} %</translation>
    </message>
    <message>
        <source>no steps cached</source>
        <translation>ohne Schichten-Cache</translation>
    </message>
    <message>
        <source>{0} of {1} steps cached</source>
        <translation>{0} von {1} Schritten mit Schichten-Cache</translation>
    </message>
    <message>
        <source>the model&apos;s own flow shift</source>
        <translation>Flow Shift des Modells</translation>
    </message>
    <message>
        <source>flow shift {0}</source>
        <translation>Flow Shift {0}</translation>
    </message>
    <message>
        <source>width</source>
        <translation>Breite</translation>
    </message>
    <message>
        <source>height</source>
        <translation>Höhe</translation>
    </message>
    <message>
        <source>length</source>
        <translation>Länge</translation>
    </message>
    <message>
        <source>frame rate</source>
        <translation>Bildrate</translation>
    </message>
    <message>
        <source>steps</source>
        <translation>Schritte</translation>
    </message>
    <message>
        <source>guidance</source>
        <translation>Guidance</translation>
    </message>
    <message>
        <source>guided steps</source>
        <translation>Schritte mit Guidance</translation>
    </message>
    <message>
        <source>cached layers</source>
        <translation>Schichten-Cache</translation>
    </message>
    <message>
        <source>flow shift</source>
        <translation>Flow Shift</translation>
    </message>
    <message>
        <source>scheduler</source>
        <translation>Scheduler</translation>
    </message>
    <message>
        <source>CPU</source>
        <translation>CPU</translation>
    </message>
    <message>
        <source>NVIDIA GPU</source>
        <translation>NVIDIA-GPU</translation>
    </message>
    <message>
        <source>Apple GPU</source>
        <translation>Apple-GPU</translation>
    </message>
    <message>
        <source>{0} s</source>
        <translation>{0} s</translation>
    </message>
    <message>
        <source>{0} min {1} s</source>
        <translation>{0} min {1} s</translation>
    </message>
    <message>
        <source>{0} min</source>
        <translation>{0} min</translation>
    </message>
    <message>
        <source>{0} h {1} min</source>
        <translation>{0} h {1} min</translation>
    </message>
    <message>
        <source>{0} h</source>
        <translation>{0} h</translation>
    </message>
    <message>
        <source>{0} × {1}, {2} frames, {3} fps, {4} steps, guidance {5}, {6}</source>
        <translation>{0} × {1}, {2} Frames, {3} fps, {4} Schritte, Guidance {5}, {6}</translation>
    </message>
    <message>
        <source>Camera</source>
        <translation>Kamera</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Licht</translation>
    </message>
    <message>
        <source>Motion</source>
        <translation>Bewegung</translation>
    </message>
    <message>
        <source>Look</source>
        <translation>Look</translation>
    </message>
    <message>
        <source>Shape</source>
        <translation>Form</translation>
    </message>
    <message>
        <source>Color</source>
        <translation>Farbe</translation>
    </message>
    <message>
        <source>Background</source>
        <translation>Hintergrund</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>Choose another folder…</source>
        <translation>Anderen Ordner wählen…</translation>
    </message>
    <message>
        <source>Open models…</source>
        <translation>Modelle öffnen…</translation>
    </message>
    <message>
        <source>Use settings that fit</source>
        <translation>Passende Einstellungen verwenden</translation>
    </message>
</context>
</TS>
