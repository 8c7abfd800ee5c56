<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
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
    <name>Given</name>
    <message numerus="yes">
        <source>%n new frame(s) follow its last one.</source>
        <translation>
            <numerusform>%n new frame follows its last one.</numerusform>
            <numerusform>%n new frames follow its last one.</numerusform>
        </translation>
    </message>
</context>
</TS>
