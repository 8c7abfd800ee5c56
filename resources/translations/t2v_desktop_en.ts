<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>ClipActions</name>
    <message numerus="yes">
        <source>%n clip(s)</source>
        <translation>
            <numerusform>%n clip</numerusform>
            <numerusform>%n clips</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>DetailsPane</name>
    <message numerus="yes">
        <source>%n clip(s) selected</source>
        <translation>
            <numerusform>%n clip selected</numerusform>
            <numerusform>%n clips selected</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ExportDialog</name>
    <message numerus="yes">
        <source>Export %n clip(s)</source>
        <translation>
            <numerusform>Export %n clip</numerusform>
            <numerusform>Export %n clips</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Exporting</name>
    <message numerus="yes">
        <source>%n clip(s) exported to {0}.</source>
        <translation>
            <numerusform>%n clip exported to {0}.</numerusform>
            <numerusform>%n clips exported to {0}.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Gallery</name>
    <message numerus="yes">
        <source>%n clip(s)</source>
        <translation>
            <numerusform>%n clip</numerusform>
            <numerusform>%n clips</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Given</name>
    <message numerus="yes">
        <source>%n new frame(s) follow its last one.</source>
        <translation>
            <numerusform>%n new frame follows its last one.</numerusform>
            <numerusform>%n new frames follow its last one.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>LibraryBinding</name>
    <message numerus="yes">
        <source>%n clip(s) changed</source>
        <translation>
            <numerusform>%n clip changed</numerusform>
            <numerusform>%n clips changed</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>LibraryView</name>
    <message numerus="yes">
        <source>%n clip(s)</source>
        <translation>
            <numerusform>%n clip</numerusform>
            <numerusform>%n clips</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ListedModel</name>
    <message numerus="yes">
        <source>%n star(s)</source>
        <translation>
            <numerusform>%n star</numerusform>
            <numerusform>%n stars</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message numerus="yes">
        <source>%n clip(s) rendered</source>
        <translation>
            <numerusform>%n clip rendered</numerusform>
            <numerusform>%n clips rendered</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>, %n failed</source>
        <translation>
            <numerusform>, %n failed</numerusform>
            <numerusform>, %n failed</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Player</name>
    <message numerus="yes">
        <source>%n clip(s) side by side</source>
        <translation>
            <numerusform>%n clip side by side</numerusform>
            <numerusform>%n clips side by side</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PromptField</name>
    <message numerus="yes">
        <source>Creates %n random clip(s)</source>
        <translation>
            <numerusform>Creates %n random clip</numerusform>
            <numerusform>Creates %n random clips</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>QueueActions</name>
    <message numerus="yes">
        <source>%n clip(s) removed from the queue.</source>
        <translation>
            <numerusform>%n clip removed from the queue.</numerusform>
            <numerusform>%n clips removed from the queue.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n clip(s) restored to the queue.</source>
        <translation>
            <numerusform>%n clip restored to the queue.</numerusform>
            <numerusform>%n clips restored to the queue.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>QueueModel</name>
    <message numerus="yes">
        <source>Finished (%n)</source>
        <translation>
            <numerusform>Finished (%n)</numerusform>
            <numerusform>Finished (%n)</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Recovery</name>
    <message numerus="yes">
        <source>Recovered %n clip(s) from the clips folder.</source>
        <translation>
            <numerusform>Recovered %n clip from the clips folder.</numerusform>
            <numerusform>Recovered %n clips from the clips folder.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SavedPrompts</name>
    <message numerus="yes">
        <source>Deleted: %n prompt(s)</source>
        <translation>
            <numerusform>Deleted: %n prompt</numerusform>
            <numerusform>Deleted: %n prompts</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Restored: %n prompt(s)</source>
        <translation>
            <numerusform>Restored: %n prompt</numerusform>
            <numerusform>Restored: %n prompts</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n prompt(s) found</source>
        <translation>
            <numerusform>%n prompt found</numerusform>
            <numerusform>%n prompts found</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>StarsAndHeart</name>
    <message numerus="yes">
        <source>%n star(s)</source>
        <translation>
            <numerusform>%n star</numerusform>
            <numerusform>%n stars</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Status</name>
    <message numerus="yes">
        <source>%n clip(s) left</source>
        <translation>
            <numerusform>%n clip left</numerusform>
            <numerusform>%n clips left</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TagDialog</name>
    <message numerus="yes">
        <source>Tags that all %n selected clip(s) have:</source>
        <translation>
            <numerusform>Tags of the selected clip:</numerusform>
            <numerusform>Tags that all %n selected clips have:</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Transfer</name>
    <message numerus="yes">
        <source>%n prompt(s)</source>
        <translation>
            <numerusform>%n prompt</numerusform>
            <numerusform>%n prompts</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n style(s)</source>
        <translation>
            <numerusform>%n style</numerusform>
            <numerusform>%n styles</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n wildcard(s)</source>
        <translation>
            <numerusform>%n wildcard</numerusform>
            <numerusform>%n wildcards</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n preset(s)</source>
        <translation>
            <numerusform>%n preset</numerusform>
            <numerusform>%n presets</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n already there</source>
        <translation>
            <numerusform>%n already there</numerusform>
            <numerusform>%n already there</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n renamed</source>
        <translation>
            <numerusform>%n renamed</numerusform>
            <numerusform>%n renamed</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n not usable</source>
        <translation>
            <numerusform>%n not usable</numerusform>
            <numerusform>%n not usable</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Upkeep</name>
    <message numerus="yes">
        <source>%n new clip(s) added.</source>
        <translation>
            <numerusform>%n new clip added.</numerusform>
            <numerusform>%n new clips added.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n moved clip(s) found again.</source>
        <translation>
            <numerusform>%n moved clip found again.</numerusform>
            <numerusform>%n moved clips found again.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) still missing.</source>
        <translation>
            <numerusform>%n file still missing.</numerusform>
            <numerusform>%n files still missing.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n clip(s) moved to {0}.</source>
        <translation>
            <numerusform>%n clip moved to {0}.</numerusform>
            <numerusform>%n clips moved to {0}.</numerusform>
        </translation>
    </message>
</context>
</TS>
