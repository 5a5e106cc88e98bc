<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en_GB" sourcelanguage="en">
<context>
    <name>Transfer</name>
    <message numerus="yes">
        <source>%Ln dialogues</source>
        <translation>
            <numerusform>%Ln dialogue</numerusform>
            <numerusform>%Ln dialogues</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln messages</source>
        <translation>
            <numerusform>%Ln message</numerusform>
            <numerusform>%Ln messages</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln memories</source>
        <translation>
            <numerusform>%Ln memory</numerusform>
            <numerusform>%Ln memories</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln already there</source>
        <translation>
            <numerusform>%Ln already there</numerusform>
            <numerusform>%Ln already there</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln lines refused</source>
        <translation>
            <numerusform>%Ln line refused</numerusform>
            <numerusform>%Ln lines refused</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln lines written</source>
        <translation>
            <numerusform>%Ln line written</numerusform>
            <numerusform>%Ln lines written</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>cloister::ui::DialogueDelegate</name>
    <message numerus="yes">
        <source>%Ln messages</source>
        <translation>
            <numerusform>%Ln message</numerusform>
            <numerusform>%Ln messages</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>cloister::ui::ExplainPanel</name>
    <message numerus="yes">
        <source>%Ln messages are still found by their words alone.</source>
        <translation>
            <numerusform>%Ln message is still found by its words alone.</numerusform>
            <numerusform>%Ln messages are still found by their words alone.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>cloister::ui::JsonTree</name>
    <message numerus="yes">
        <source>%Ln more</source>
        <translation>
            <numerusform>%Ln more</numerusform>
            <numerusform>%Ln more</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln entries</source>
        <translation>
            <numerusform>%Ln entry</numerusform>
            <numerusform>%Ln entries</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln members</source>
        <translation>
            <numerusform>%Ln member</numerusform>
            <numerusform>%Ln members</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>cloister::ui::NamespacesView</name>
    <message numerus="yes">
        <source>%Ln namespaces</source>
        <translation>
            <numerusform>%Ln namespace</numerusform>
            <numerusform>%Ln namespaces</numerusform>
        </translation>
    </message>
</context>
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
    <message numerus="yes">
        <source>%Ln projects</source>
        <extracomment>after “in”</extracomment>
        <translation>
            <numerusform>%Ln project</numerusform>
            <numerusform>%Ln projects</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln namespaces</source>
        <extracomment>after “in”</extracomment>
        <translation>
            <numerusform>%Ln namespace</numerusform>
            <numerusform>%Ln namespaces</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>cloister::ui::SearchPage</name>
    <message numerus="yes">
        <source>%Ln results</source>
        <translation>
            <numerusform>%Ln result</numerusform>
            <numerusform>%Ln results</numerusform>
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
<context>
    <name>cloister::ui::TenantsPage</name>
    <message numerus="yes">
        <source>%Ln projects</source>
        <translation>
            <numerusform>%Ln project</numerusform>
            <numerusform>%Ln projects</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>cloister::ui::TranscriptPane</name>
    <message numerus="yes">
        <source>%Ln messages</source>
        <translation>
            <numerusform>%Ln message</numerusform>
            <numerusform>%Ln messages</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>cloister::ui::VerdictPanel</name>
    <message numerus="yes">
        <source>%Ln events were examined.</source>
        <translation>
            <numerusform>%Ln event was examined.</numerusform>
            <numerusform>%Ln events were examined.</numerusform>
        </translation>
    </message>
</context>
</TS>
