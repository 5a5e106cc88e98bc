<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en_GB" sourcelanguage="en">
    <context>
        <name>cloister::ui::NewKeyDialog</name>
        <message numerus="yes">
            <source>In %n days</source>
            <translation>
                <numerusform>In %n day</numerusform>
                <numerusform>In %n days</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>cloister::ui::OverviewPage</name>
        <message numerus="yes">
            <source>%n messages</source>
            <extracomment>the number of projects, then of namespaces</extracomment>
            <translation>
                <numerusform>%n message</numerusform>
                <numerusform>%n messages</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n projects cannot be read. Check the files on the Server page.</source>
            <translation>
                <numerusform>%n project cannot be read. Check the files on the Server page.</numerusform>
                <numerusform>%n projects cannot be read. Check the files on the Server page.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n requests failed</source>
            <translation>
                <numerusform>%n request failed</numerusform>
                <numerusform>%n requests failed</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>cloister::ui::ServerPage</name>
        <message numerus="yes">
            <source>%n files are whole</source>
            <translation>
                <numerusform>%n file is whole</numerusform>
                <numerusform>%n files are whole</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n files are damaged. Keep a copy of the workspace and restore from a backup.</source>
            <translation>
                <numerusform>%n file is damaged. Keep a copy of the workspace and restore from a backup.</numerusform>
                <numerusform>%n files are damaged. Keep a copy of the workspace and restore from a backup.</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>cloister::ui::SettingsPage</name>
        <message numerus="yes">
            <source>After %n minutes</source>
            <translation>
                <numerusform>After %n minute</numerusform>
                <numerusform>After %n minutes</numerusform>
            </translation>
        </message>
    </context>
</TS>
