<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de_DE" sourcelanguage="en">
<context>
    <name>AccountsView</name>
    <message>
        <source>Owner</source>
        <translation>Eigner</translation>
    </message>
    <message>
        <source>Operator</source>
        <translation>Betreuer</translation>
    </message>
    <message>
        <source>Auditor</source>
        <translation>Prüfer</translation>
    </message>
</context>
<context>
    <name>ApiKeyModel</name>
    <message>
        <source>everything</source>
        <translation>alles</translation>
    </message>
    <message>
        <source>read</source>
        <translation>lesen</translation>
    </message>
    <message>
        <source>write</source>
        <translation>schreiben</translation>
    </message>
    <message>
        <source>delete</source>
        <translation>löschen</translation>
    </message>
    <message>
        <source>search</source>
        <translation>suchen</translation>
    </message>
    <message>
        <source>audit</source>
        <translation>Protokoll</translation>
    </message>
    <message>
        <source>export</source>
        <translation>exportieren</translation>
    </message>
</context>
<context>
    <name>DialogueModel</name>
    <message>
        <source>Active</source>
        <translation>Aktiv</translation>
    </message>
    <message>
        <source>Ended</source>
        <translation>Beendet</translation>
    </message>
    <message>
        <source>Archived</source>
        <translation>Archiviert</translation>
    </message>
</context>
<context>
    <name>ErrorText</name>
    <message>
        <source>Ask an owner of this workspace for the right.</source>
        <translation>Ein Eigner dieses Arbeitsbereichs kann das Recht geben.</translation>
    </message>
    <message>
        <source>It may have been removed meanwhile. Reload the page.</source>
        <translation>Vielleicht wurde es inzwischen entfernt. Laden Sie die Seite neu.</translation>
    </message>
    <message>
        <source>Something is missing.</source>
        <translation>Eine Angabe fehlt.</translation>
    </message>
    <message>
        <source>A value is not valid.</source>
        <translation>Ein Wert ist ungültig.</translation>
    </message>
    <message>
        <source>The session has ended.</source>
        <translation>Die Sitzung ist beendet.</translation>
    </message>
    <message>
        <source>Unlock the console again.</source>
        <translation>Entsperren Sie die Konsole wieder.</translation>
    </message>
    <message>
        <source>This is not allowed.</source>
        <translation>Das ist nicht erlaubt.</translation>
    </message>
    <message>
        <source>This address is not allowed.</source>
        <translation>Diese Adresse ist nicht erlaubt.</translation>
    </message>
    <message>
        <source>There is no such dialogue.</source>
        <translation>Diesen Dialog gibt es nicht.</translation>
    </message>
    <message>
        <source>There is no such message.</source>
        <translation>Diese Nachricht gibt es nicht.</translation>
    </message>
    <message>
        <source>There is no such memory.</source>
        <translation>Diese Erinnerung gibt es nicht.</translation>
    </message>
    <message>
        <source>There is no such summary.</source>
        <translation>Diese Zusammenfassung gibt es nicht.</translation>
    </message>
    <message>
        <source>There is no such project.</source>
        <translation>Dieses Projekt gibt es nicht.</translation>
    </message>
    <message>
        <source>There is no such key.</source>
        <translation>Diesen Schlüssel gibt es nicht.</translation>
    </message>
    <message>
        <source>There is no such task.</source>
        <translation>Diese Aufgabe gibt es nicht.</translation>
    </message>
    <message>
        <source>It was not found.</source>
        <translation>Es wurde nicht gefunden.</translation>
    </message>
    <message>
        <source>The service does not know this request.</source>
        <translation>Der Dienst kennt diese Anfrage nicht.</translation>
    </message>
    <message>
        <source>It may be older than this console.</source>
        <translation>Vielleicht ist er älter als diese Konsole.</translation>
    </message>
    <message>
        <source>The project is immutable.</source>
        <translation>Das Projekt ist unveränderlich.</translation>
    </message>
    <message>
        <source>Its records can be added to, never changed or deleted.</source>
        <translation>Einträge können hinzukommen, nie geändert oder gelöscht werden.</translation>
    </message>
    <message>
        <source>The project is protected from deletion.</source>
        <translation>Das Projekt ist vor dem Löschen geschützt.</translation>
    </message>
    <message>
        <source>Switch the protection off first.</source>
        <translation>Schalten Sie erst den Schutz aus.</translation>
    </message>
    <message>
        <source>A legal hold keeps this from being deleted.</source>
        <translation>Eine rechtliche Sperre verhindert das Löschen.</translation>
    </message>
    <message>
        <source>This conflicts with what is there.</source>
        <translation>Das widerspricht dem, was da ist.</translation>
    </message>
    <message>
        <source>There is one of that name already.</source>
        <translation>Diesen Namen gibt es schon.</translation>
    </message>
    <message>
        <source>The service did not answer in time.</source>
        <translation>Der Dienst hat nicht rechtzeitig geantwortet.</translation>
    </message>
    <message>
        <source>Check the network and try again.</source>
        <translation>Prüfen Sie das Netz und versuchen Sie es erneut.</translation>
    </message>
    <message>
        <source>Too many requests in a short time.</source>
        <translation>Zu viele Anfragen in kurzer Zeit.</translation>
    </message>
    <message>
        <source>Wait a moment and try again.</source>
        <translation>Warten Sie einen Moment und versuchen Sie es erneut.</translation>
    </message>
    <message>
        <source>Stored data is damaged or was tampered with.</source>
        <translation>Gespeicherte Daten sind beschädigt oder wurden verfälscht.</translation>
    </message>
    <message>
        <source>Keep a copy of the workspace as it is, and restore from a backup.</source>
        <translation>Bewahren Sie eine Kopie des Arbeitsbereichs auf und stellen Sie ihn aus einer Sicherung wieder her.</translation>
    </message>
    <message>
        <source>The workspace is sealed.</source>
        <translation>Der Arbeitsbereich ist versiegelt.</translation>
    </message>
    <message>
        <source>Its keys have left memory. Unlock it to go on.</source>
        <translation>Seine Schlüssel sind nicht mehr im Speicher. Entsperren Sie ihn, um fortzufahren.</translation>
    </message>
    <message>
        <source>The disk cannot be read or written.</source>
        <translation>Der Datenträger kann nicht gelesen oder beschrieben werden.</translation>
    </message>
    <message>
        <source>See whether it is full or read-only, then try again.</source>
        <translation>Sehen Sie nach, ob er voll oder schreibgeschützt ist, und versuchen Sie es erneut.</translation>
    </message>
    <message>
        <source>The service is busy.</source>
        <translation>Der Dienst ist beschäftigt.</translation>
    </message>
    <message>
        <source>The service cannot be reached.</source>
        <translation>Der Dienst ist nicht erreichbar.</translation>
    </message>
    <message>
        <source>See whether it runs and whether its address is right, then try again.</source>
        <translation>Sehen Sie nach, ob er läuft und die Adresse stimmt, und versuchen Sie es erneut.</translation>
    </message>
    <message>
        <source>Something went wrong.</source>
        <translation>Etwas ist schiefgegangen.</translation>
    </message>
    <message>
        <source>Try again; the log of the service says more.</source>
        <translation>Versuchen Sie es erneut; das Protokoll des Dienstes sagt mehr.</translation>
    </message>
</context>
<context>
    <name>EventModel</name>
    <message>
        <source>Admin</source>
        <translation>Admin</translation>
    </message>
    <message>
        <source>API key</source>
        <translation>API-Schlüssel</translation>
    </message>
    <message>
        <source>System</source>
        <translation>System</translation>
    </message>
    <message>
        <source>%1 created</source>
        <translation>%1 angelegt</translation>
    </message>
    <message>
        <source>%1 changed</source>
        <translation>%1 geändert</translation>
    </message>
    <message>
        <source>%1 deleted</source>
        <translation>%1 gelöscht</translation>
    </message>
    <message>
        <source>%1 erased</source>
        <translation>%1 vernichtet</translation>
    </message>
    <message>
        <source>%1 ended</source>
        <translation>%1 beendet</translation>
    </message>
    <message>
        <source>%1 archived</source>
        <translation>%1 archiviert</translation>
    </message>
    <message>
        <source>%1 reopened</source>
        <translation>%1 wieder geöffnet</translation>
    </message>
    <message>
        <source>%1 revoked</source>
        <translation>%1 widerrufen</translation>
    </message>
    <message>
        <source>%1 imported</source>
        <translation>%1 importiert</translation>
    </message>
    <message>
        <source>Dialogue</source>
        <translation>Dialog</translation>
    </message>
    <message>
        <source>Message</source>
        <translation>Nachricht</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>Erinnerung</translation>
    </message>
    <message>
        <source>Summary</source>
        <translation>Zusammenfassung</translation>
    </message>
    <message>
        <source>Namespace</source>
        <translation>Namensraum</translation>
    </message>
    <message>
        <source>Project</source>
        <translation>Projekt</translation>
    </message>
    <message>
        <source>Account</source>
        <translation>Konto</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Image</source>
        <translation>Bild</translation>
    </message>
    <message>
        <source>Admin listed content</source>
        <translation>Admin hat Inhalte aufgelistet</translation>
    </message>
    <message>
        <source>Admin read content</source>
        <translation>Admin hat Inhalte gelesen</translation>
    </message>
    <message>
        <source>Admin searched content</source>
        <translation>Admin hat Inhalte durchsucht</translation>
    </message>
    <message>
        <source>Admin exported content</source>
        <translation>Admin hat Inhalte exportiert</translation>
    </message>
    <message>
        <source>Workspace unlocked</source>
        <translation>Arbeitsbereich entsperrt</translation>
    </message>
    <message>
        <source>Workspace sealed</source>
        <translation>Arbeitsbereich versiegelt</translation>
    </message>
    <message>
        <source>Unknown</source>
        <translation>Unbekannt</translation>
    </message>
    <message>
        <source>Workspace created</source>
        <translation>Arbeitsbereich angelegt</translation>
    </message>
    <message>
        <source>Access refused</source>
        <translation>Zugang verweigert</translation>
    </message>
    <message>
        <source>Signed in</source>
        <translation>Angemeldet</translation>
    </message>
    <message>
        <source>Signed out</source>
        <translation>Abgemeldet</translation>
    </message>
    <message>
        <source>Account changed</source>
        <translation>Konto geändert</translation>
    </message>
    <message>
        <source>Passphrase changed</source>
        <translation>Passphrase geändert</translation>
    </message>
    <message>
        <source>Audit log exported</source>
        <translation>Protokoll exportiert</translation>
    </message>
    <message>
        <source>Audit log incomplete</source>
        <translation>Protokoll unvollständig</translation>
    </message>
    <message>
        <source>Not signed in</source>
        <translation>Nicht angemeldet</translation>
    </message>
    <message>
        <source>Not allowed</source>
        <translation>Nicht erlaubt</translation>
    </message>
    <message>
        <source>Address not allowed</source>
        <translation>Adresse nicht erlaubt</translation>
    </message>
    <message>
        <source>Too many requests</source>
        <translation>Zu viele Anfragen</translation>
    </message>
    <message>
        <source>Many addresses</source>
        <translation>Viele Adressen</translation>
    </message>
    <message>
        <source>Project immutable</source>
        <translation>Projekt unveränderlich</translation>
    </message>
    <message>
        <source>Deletion protected</source>
        <translation>Löschschutz</translation>
    </message>
    <message>
        <source>Damaged data</source>
        <translation>Beschädigte Daten</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Erfolgreich</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>Abgelehnt</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Fehlgeschlagen</translation>
    </message>
    <message>
        <source>%1 rotated</source>
        <translation>%1 ersetzt</translation>
    </message>
    <message>
        <source>%1 completed</source>
        <translation>%1 fertiggestellt</translation>
    </message>
    <message>
        <source>%1 quarantined</source>
        <translation>%1 unter Quarantäne gestellt</translation>
    </message>
    <message>
        <source>Address allowed</source>
        <translation>Adresse erlaubt</translation>
    </message>
    <message>
        <source>Address no longer allowed</source>
        <translation>Adresse nicht mehr erlaubt</translation>
    </message>
    <message>
        <source>Note of an address changed</source>
        <translation>Notiz zu einer Adresse geändert</translation>
    </message>
    <message>
        <source>Deletion protection on</source>
        <translation>Löschschutz eingeschaltet</translation>
    </message>
    <message>
        <source>Deletion protection off</source>
        <translation>Löschschutz ausgeschaltet</translation>
    </message>
    <message>
        <source>Project made immutable</source>
        <translation>Projekt unveränderlich gemacht</translation>
    </message>
    <message>
        <source>Setting changed</source>
        <translation>Einstellung geändert</translation>
    </message>
    <message>
        <source>State of a dialogue changed</source>
        <translation>Zustand eines Dialogs geändert</translation>
    </message>
</context>
<context>
    <name>ImageDecoder</name>
    <message>
        <source>not an image of a known format</source>
        <translation>kein Bild eines bekannten Formats</translation>
    </message>
    <message>
        <source>this computer cannot show the format</source>
        <translation>dieser Rechner kann das Format nicht anzeigen</translation>
    </message>
    <message>
        <source>too large to be shown</source>
        <translation>zu groß zum Anzeigen</translation>
    </message>
    <message>
        <source>damaged</source>
        <translation>beschädigt</translation>
    </message>
</context>
<context>
    <name>JobList</name>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>%1/s</source>
        <translation>%1/s</translation>
    </message>
    <message>
        <source>%1 s left</source>
        <translation>noch %1 s</translation>
    </message>
    <message>
        <source>cancelled</source>
        <translation>abgebrochen</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
</context>
<context>
    <name>MessageContent</name>
    <message>
        <source>[image: %1]</source>
        <translation>[Bild: %1]</translation>
    </message>
</context>
<context>
    <name>MessageLayout</name>
    <message>
        <source>Show all %1 characters</source>
        <translation>Alle %1 Zeichen anzeigen</translation>
    </message>
    <message>
        <source>The rest is left out here; an export has all of it.</source>
        <translation>Der Rest fehlt hier; ein Export enthält alles.</translation>
    </message>
    <message>
        <source>Image elsewhere, not loaded: %1</source>
        <translation>Bild an anderem Ort, nicht geladen: %1</translation>
    </message>
    <message>
        <source>Image (%1, %2): %3</source>
        <translation>Bild (%1, %2): %3</translation>
    </message>
</context>
<context>
    <name>PageRegistry</name>
    <message>
        <source>Access</source>
        <translation>Zugang</translation>
    </message>
    <message>
        <source>Overview</source>
        <translation>Übersicht</translation>
    </message>
    <message>
        <source>Server</source>
        <translation>Server</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Audit</source>
        <translation>Protokoll</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>Suche</translation>
    </message>
    <message>
        <source>Tenants</source>
        <translation>Mandanten</translation>
    </message>
</context>
<context>
    <name>RecordText</name>
    <message>
        <source>d MMM yyyy</source>
        <extracomment>Qt date format of a day in a table, such as 14 Apr 2025</extracomment>
        <translation>d. MMM yyyy</translation>
    </message>
    <message>
        <source>dddd, d MMMM yyyy</source>
        <extracomment>Qt date format of a whole day, such as Monday, 14 April 2025</extracomment>
        <translation>dddd, d. MMMM yyyy</translation>
    </message>
    <message>
        <source>default namespace</source>
        <translation>Standard-Namensraum</translation>
    </message>
</context>
<context>
    <name>SampleData</name>
    <message>
        <source>Sample data</source>
        <translation>Beispieldaten</translation>
    </message>
</context>
<context>
    <name>TranscriptRow</name>
    <message>
        <source>User</source>
        <translation>Nutzer</translation>
    </message>
    <message>
        <source>Assistant</source>
        <translation>Assistent</translation>
    </message>
    <message>
        <source>System</source>
        <translation>System</translation>
    </message>
    <message>
        <source>Tool</source>
        <translation>Werkzeug</translation>
    </message>
</context>
<context>
    <name>Transfer</name>
    <message>
        <source>The file %1: %2</source>
        <translation>Die Datei %1: %2</translation>
    </message>
    <message numerus="yes">
        <source>%Ln dialogues</source>
        <translation>
            <numerusform>%Ln Dialog</numerusform>
            <numerusform>%Ln Dialoge</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln messages</source>
        <translation>
            <numerusform>%Ln Nachricht</numerusform>
            <numerusform>%Ln Nachrichten</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln memories</source>
        <translation>
            <numerusform>%Ln Erinnerung</numerusform>
            <numerusform>%Ln Erinnerungen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln already there</source>
        <translation>
            <numerusform>%Ln schon da</numerusform>
            <numerusform>%Ln schon da</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln lines refused</source>
        <translation>
            <numerusform>%Ln Zeile abgelehnt</numerusform>
            <numerusform>%Ln Zeilen abgelehnt</numerusform>
        </translation>
    </message>
    <message>
        <source>line %1: %2</source>
        <translation>Zeile %1: %2</translation>
    </message>
    <message numerus="yes">
        <source>%Ln lines written</source>
        <translation>
            <numerusform>%Ln Zeile geschrieben</numerusform>
            <numerusform>%Ln Zeilen geschrieben</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>cloister::ui::AccessPage</name>
    <message>
        <source>Access</source>
        <translation>Zugang</translation>
    </message>
    <message>
        <source>API keys</source>
        <translation>API-Schlüssel</translation>
    </message>
    <message>
        <source>Addresses</source>
        <translation>Adressen</translation>
    </message>
    <message>
        <source>Administrators</source>
        <translation>Verwalter</translation>
    </message>
    <message>
        <source>Encryption</source>
        <translation>Verschlüsselung</translation>
    </message>
    <message>
        <source>There is no project yet</source>
        <translation>Es gibt noch kein Projekt</translation>
    </message>
    <message>
        <source>Keys and addresses belong to a project. Create one under Tenants.</source>
        <translation>Schlüssel und Adressen gehören zu einem Projekt. Unter Mandanten lässt es sich anlegen.</translation>
    </message>
    <message>
        <source>Go to Tenants</source>
        <translation>Zu den Mandanten</translation>
    </message>
    <message>
        <source>Admin addresses</source>
        <translation>Verwaltungsadressen</translation>
    </message>
</context>
<context>
    <name>cloister::ui::AccountsView</name>
    <message>
        <source>Administrators</source>
        <translation>Verwalter</translation>
    </message>
    <message>
        <source>Create account…</source>
        <translation>Konto anlegen…</translation>
    </message>
    <message>
        <source>Change role</source>
        <translation>Rolle ändern</translation>
    </message>
    <message>
        <source>Disable</source>
        <translation>Deaktivieren</translation>
    </message>
    <message>
        <source>Delete…</source>
        <translation>Löschen…</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Role</source>
        <translation>Rolle</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Created</source>
        <translation>Angelegt</translation>
    </message>
    <message>
        <source>Disabled</source>
        <translation>Deaktiviert</translation>
    </message>
    <message>
        <source>Active</source>
        <translation>Aktiv</translation>
    </message>
    <message>
        <source>No accounts yet</source>
        <translation>Noch keine Konten</translation>
    </message>
    <message>
        <source>Whoever knows the passphrase administers the workspace on this machine. Accounts let others do so from elsewhere, each under their own name in the audit log.</source>
        <translation>Wer die Passphrase kennt, verwaltet den Arbeitsbereich an diesem Rechner. Mit Konten tun das andere von anderswo, jeder unter eigenem Namen im Protokoll.</translation>
    </message>
    <message>
        <source>Enable</source>
        <translation>Aktivieren</translation>
    </message>
    <message>
        <source>The role is changed.</source>
        <translation>Die Rolle ist geändert.</translation>
    </message>
    <message>
        <source>The account is changed.</source>
        <translation>Das Konto ist geändert.</translation>
    </message>
    <message>
        <source>Delete the account “%1”?</source>
        <translation>Das Konto „%1“ löschen?</translation>
    </message>
    <message>
        <source>Its sessions end at once. What it did stays in the audit log.</source>
        <translation>Seine Sitzungen enden sofort. Was es getan hat, bleibt im Protokoll.</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>The account is deleted.</source>
        <translation>Das Konto ist gelöscht.</translation>
    </message>
</context>
<context>
    <name>cloister::ui::AddressesView</name>
    <message>
        <source>Allowed addresses</source>
        <translation>Erlaubte Adressen</translation>
    </message>
    <message>
        <source>Address or network</source>
        <translation>Adresse oder Netz</translation>
    </message>
    <message>
        <source>Note, such as “office”</source>
        <translation>Notiz, etwa „Büro“</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Notiz</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>Hinzufügen</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>Address to test</source>
        <translation>Zu prüfende Adresse</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>Prüfen</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>Netz</translation>
    </message>
    <message>
        <source>Added</source>
        <translation>Hinzugefügt</translation>
    </message>
    <message>
        <source>Test an address</source>
        <translation>Eine Adresse prüfen</translation>
    </message>
    <message>
        <source>The workspace is administered from this machine alone. Add addresses to administer it from elsewhere.</source>
        <translation>Der Arbeitsbereich wird nur an diesem Rechner verwaltet. Weitere Adressen erlauben es von anderswo.</translation>
    </message>
    <message>
        <source>The workspace is administered from this machine and these addresses.</source>
        <translation>Der Arbeitsbereich wird an diesem Rechner und von diesen Adressen verwaltet.</translation>
    </message>
    <message>
        <source>Not an address or network yet. IPv4 and IPv6, with /bits for a network.</source>
        <translation>Noch keine Adresse und kein Netz. IPv4 und IPv6, für ein Netz mit /Bits.</translation>
    </message>
    <message>
        <source>The addresses are changed.</source>
        <translation>Die Adressen sind geändert.</translation>
    </message>
    <message>
        <source>shut out</source>
        <extracomment>has to be typed</extracomment>
        <translation>aussperren</translation>
    </message>
    <message>
        <source>This shuts you out</source>
        <translation>Das sperrt Sie aus</translation>
    </message>
    <message>
        <source>The address that you come from would not be on the list any more. From the next request on you would be refused.</source>
        <translation>Ihre eigene Adresse stünde nicht mehr auf der Liste. Von der nächsten Anfrage an würden Sie abgewiesen.</translation>
    </message>
    <message>
        <source>Change all the same</source>
        <translation>Trotzdem ändern</translation>
    </message>
    <message>
        <source>Allowed: there is no list.</source>
        <translation>Erlaubt: Es gibt keine Liste.</translation>
    </message>
    <message>
        <source>Allowed by %1 %2</source>
        <translation>Erlaubt durch %1 %2</translation>
    </message>
    <message>
        <source>Allowed: it is this machine.</source>
        <translation>Erlaubt: Es ist dieser Rechner.</translation>
    </message>
    <message>
        <source>Refused: no entry holds it.</source>
        <translation>Abgewiesen: Kein Eintrag enthält sie.</translation>
    </message>
    <message>
        <source>No addresses yet</source>
        <translation>Noch keine Adressen</translation>
    </message>
    <message>
        <source>This project&apos;s API keys work from any address. Add one, and all others are refused.</source>
        <translation>Die API-Schlüssel dieses Projekts gelten von jeder Adresse aus. Fügen Sie eine hinzu, und alle anderen werden abgelehnt.</translation>
    </message>
    <message>
        <source>This project&apos;s API keys work from these addresses alone.</source>
        <translation>Die API-Schlüssel dieses Projekts gelten nur von diesen Adressen aus.</translation>
    </message>
    <message>
        <source>Remove the last address?</source>
        <translation>Die letzte Adresse entfernen?</translation>
    </message>
    <message>
        <source>This project&apos;s API keys then work from any address.</source>
        <translation>Die API-Schlüssel dieses Projekts gelten dann von jeder Adresse aus.</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
</context>
<context>
    <name>cloister::ui::ApiKeyModel</name>
    <message>
        <source>(no label)</source>
        <translation>(ohne Namen)</translation>
    </message>
    <message>
        <source>Active</source>
        <translation>Aktiv</translation>
    </message>
    <message>
        <source>Expired</source>
        <translation>Abgelaufen</translation>
    </message>
    <message>
        <source>Revoked</source>
        <translation>Widerrufen</translation>
    </message>
    <message>
        <source>all</source>
        <translation>alle</translation>
    </message>
    <message>
        <source>never</source>
        <translation>nie</translation>
    </message>
    <message>
        <source>Revoked %1</source>
        <translation>Widerrufen %1</translation>
    </message>
    <message>
        <source>Label</source>
        <translation>Bezeichnung</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>Schlüssel</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>May</source>
        <translation>Darf</translation>
    </message>
    <message>
        <source>Namespaces</source>
        <translation>Namensräume</translation>
    </message>
    <message>
        <source>Last used</source>
        <translation>Zuletzt benutzt</translation>
    </message>
    <message>
        <source>Expires</source>
        <translation>Läuft ab</translation>
    </message>
    <message>
        <source>%1
Created %2</source>
        <translation>%1
Angelegt %2</translation>
    </message>
</context>
<context>
    <name>cloister::ui::AttachDialog</name>
    <message>
        <source>Connect</source>
        <translation>Verbinden</translation>
    </message>
    <message>
        <source>Connect to a running service</source>
        <translation>Mit einem laufenden Dienst verbinden</translation>
    </message>
    <message>
        <source>The fingerprint stands on the service&apos;s own machine, under Access, Encryption. It keeps another machine from passing for the service.</source>
        <translation>Der Fingerabdruck steht am Rechner des Dienstes unter Zugang, Verschlüsselung. Er verhindert, dass sich ein anderer Rechner als der Dienst ausgibt.</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Adresse</translation>
    </message>
    <message>
        <source>SHA-256 fingerprint of its certificate</source>
        <translation>SHA-256-Fingerabdruck seines Zertifikats</translation>
    </message>
    <message>
        <source>Account</source>
        <translation>Konto</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>The address begins with https:// and names a machine.</source>
        <translation>Die Adresse beginnt mit https:// und nennt einen Rechner.</translation>
    </message>
    <message>
        <source>The fingerprint is 64 hexadecimal digits, with colons or without.</source>
        <translation>Der Fingerabdruck besteht aus 64 hexadezimalen Ziffern, mit oder ohne Doppelpunkte.</translation>
    </message>
</context>
<context>
    <name>cloister::ui::AuditPage</name>
    <message>
        <source>Audit</source>
        <translation>Protokoll</translation>
    </message>
    <message>
        <source>Live</source>
        <translation>Live</translation>
    </message>
    <message>
        <source>Events</source>
        <translation>Ereignisse</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>Protokoll</translation>
    </message>
    <message>
        <source>New events appear by themselves</source>
        <translation>Neue Ereignisse erscheinen von selbst</translation>
    </message>
    <message>
        <source>Verify</source>
        <translation>Prüfen</translation>
    </message>
    <message>
        <source>As JSON Lines, for cloister-verify…</source>
        <translation>Als JSON Lines, für cloister-verify…</translation>
    </message>
    <message>
        <source>As CSV, for a spreadsheet…</source>
        <translation>Als CSV, für eine Tabelle…</translation>
    </message>
    <message>
        <source>Public key of the signatures…</source>
        <translation>Öffentlicher Schlüssel der Signaturen…</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Exportieren</translation>
    </message>
    <message>
        <source>The workspace</source>
        <translation>Der Arbeitsbereich</translation>
    </message>
    <message>
        <source>No event is like that</source>
        <translation>Kein Ereignis passt dazu</translation>
    </message>
    <message>
        <source>Clear the filters</source>
        <translation>Filter leeren</translation>
    </message>
    <message>
        <source>Nothing has happened yet</source>
        <translation>Noch ist nichts geschehen</translation>
    </message>
    <message>
        <source>Every act and every refusal will stand here.</source>
        <translation>Jede Handlung und jede Ablehnung wird hier stehen.</translation>
    </message>
    <message>
        <source>Verify the log of %1</source>
        <translation>Protokoll von %1 prüfen</translation>
    </message>
    <message>
        <source>Export the log</source>
        <translation>Protokoll exportieren</translation>
    </message>
    <message>
        <source>Export of the log of %1</source>
        <translation>Export des Protokolls von %1</translation>
    </message>
    <message>
        <source>Save the public key</source>
        <translation>Öffentlichen Schlüssel speichern</translation>
    </message>
    <message>
        <source>The file could not be written: %1</source>
        <translation>Die Datei konnte nicht geschrieben werden: %1</translation>
    </message>
    <message>
        <source>Verify the workspace&apos;s log</source>
        <translation>Protokoll des Arbeitsbereichs prüfen</translation>
    </message>
    <message>
        <source>Export of the workspace&apos;s log</source>
        <translation>Export des Protokolls des Arbeitsbereichs</translation>
    </message>
    <message>
        <source>The filter is not understood</source>
        <translation>Der Filter wird nicht verstanden</translation>
    </message>
</context>
<context>
    <name>cloister::ui::ChartPanel</name>
    <message>
        <source>The same figures stand in the table behind the chart.</source>
        <translation>Die gleichen Zahlen stehen in der Tabelle hinter dem Diagramm.</translation>
    </message>
    <message>
        <source>Show as a table</source>
        <translation>Als Tabelle zeigen</translation>
    </message>
</context>
<context>
    <name>cloister::ui::CommandPalette</name>
    <message>
        <source>Go to</source>
        <translation>Gehe zu</translation>
    </message>
    <message>
        <source>Page, project, namespace or action</source>
        <translation>Seite, Projekt, Namensraum oder Aktion</translation>
    </message>
    <message>
        <source>What can be chosen</source>
        <translation>Auswahl</translation>
    </message>
    <message>
        <source>Project</source>
        <translation>Projekt</translation>
    </message>
    <message>
        <source>Namespace of %1</source>
        <translation>Namensraum von %1</translation>
    </message>
</context>
<context>
    <name>cloister::ui::ConfirmByName</name>
    <message>
        <source>Type “%1” to go on:</source>
        <translation>Zum Fortfahren „%1“ eingeben:</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
</context>
<context>
    <name>cloister::ui::CopyButton</name>
    <message>
        <source>Copied</source>
        <translation>Kopiert</translation>
    </message>
</context>
<context>
    <name>cloister::ui::DialogueDelegate</name>
    <message numerus="yes">
        <source>%Ln messages</source>
        <translation>
            <numerusform>%Ln Nachricht</numerusform>
            <numerusform>%Ln Nachrichten</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>cloister::ui::DialogueDetails</name>
    <message>
        <source>The record as JSON</source>
        <translation>Der Datensatz als JSON</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>Einzelheiten</translation>
    </message>
    <message>
        <source>Metadata</source>
        <translation>Metadaten</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>JSON</source>
        <translation>JSON</translation>
    </message>
    <message>
        <source>… the rest is left out here; export the dialogue to read it</source>
        <translation>… der Rest fehlt hier; exportieren Sie den Dialog, um ihn zu lesen</translation>
    </message>
    <message>
        <source>Label</source>
        <translation>Bezeichnung</translation>
    </message>
    <message>
        <source>Id</source>
        <translation>Kennung</translation>
    </message>
    <message>
        <source>Thread of</source>
        <translation>Zweig von</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>Messages</source>
        <translation>Nachrichten</translation>
    </message>
    <message>
        <source>Threads</source>
        <translation>Zweige</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>Schlagwörter</translation>
    </message>
    <message>
        <source>Created</source>
        <translation>Angelegt</translation>
    </message>
    <message>
        <source>Last message</source>
        <translation>Letzte Nachricht</translation>
    </message>
    <message>
        <source>Ended</source>
        <translation>Beendet</translation>
    </message>
    <message>
        <source>Changed</source>
        <translation>Geändert</translation>
    </message>
    <message>
        <source>Message</source>
        <translation>Nachricht</translation>
    </message>
    <message>
        <source>Role</source>
        <translation>Rolle</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>Länge</translation>
    </message>
</context>
<context>
    <name>cloister::ui::DialogueModel</name>
    <message>
        <source>A thread of %1</source>
        <translation>Ein Zweig von %1</translation>
    </message>
    <message>
        <source>Dialogue</source>
        <translation>Dialog</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>Messages</source>
        <translation>Nachrichten</translation>
    </message>
    <message>
        <source>Threads</source>
        <translation>Zweige</translation>
    </message>
    <message>
        <source>Last message</source>
        <translation>Letzte Nachricht</translation>
    </message>
    <message>
        <source>Created</source>
        <translation>Angelegt</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>Schlagwörter</translation>
    </message>
</context>
<context>
    <name>cloister::ui::DialoguesView</name>
    <message>
        <source>Dialogues</source>
        <translation>Dialoge</translation>
    </message>
    <message>
        <source>Memories</source>
        <translation>Erinnerungen</translation>
    </message>
    <message>
        <source>Exact label</source>
        <translation>Genaue Bezeichnung</translation>
    </message>
    <message>
        <source>Filter dialogues by their exact label</source>
        <translation>Dialoge nach genauer Bezeichnung filtern</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>All</source>
        <translation>Alle</translation>
    </message>
    <message>
        <source>Active</source>
        <translation>Aktiv</translation>
    </message>
    <message>
        <source>Ended</source>
        <translation>Beendet</translation>
    </message>
    <message>
        <source>Nothing matches</source>
        <translation>Nichts passt</translation>
    </message>
    <message>
        <source>Clear the filter</source>
        <translation>Filter leeren</translation>
    </message>
    <message>
        <source>No dialogue</source>
        <translation>Kein Dialog</translation>
    </message>
    <message>
        <source>Nothing was said in this namespace yet.</source>
        <translation>In diesem Namensraum wurde noch nichts gesagt.</translation>
    </message>
    <message>
        <source>No memory</source>
        <translation>Keine Erinnerung</translation>
    </message>
    <message>
        <source>Programs keep facts about a tenant here.</source>
        <translation>Programme bewahren hier Fakten über einen Mandanten auf.</translation>
    </message>
</context>
<context>
    <name>cloister::ui::EncryptionView</name>
    <message>
        <source>SHA-256 fingerprint of the certificate</source>
        <translation>SHA-256-Fingerabdruck des Zertifikats</translation>
    </message>
    <message>
        <source>A console on another machine asks for it. Valid until %1.</source>
        <translation>Eine Konsole an einem anderen Rechner fragt danach. Gültig bis %1.</translation>
    </message>
    <message>
        <source>Authority file</source>
        <translation>Datei der Zertifizierungsstelle</translation>
    </message>
    <message>
        <source>Clients trust the service by it: curl --cacert, NODE_EXTRA_CA_CERTS. Copy it to their machines.</source>
        <translation>An ihr erkennen Clients den Dienst: curl --cacert, NODE_EXTRA_CA_CERTS. Sie gehört auf deren Rechner.</translation>
    </message>
    <message>
        <source>This console is attached by it.</source>
        <translation>Diese Konsole ist damit verbunden.</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
</context>
<context>
    <name>cloister::ui::EventDetails</name>
    <message>
        <source>The chosen event</source>
        <translation>Das gewählte Ereignis</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>Nummer</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>What happened</source>
        <translation>Was geschah</translation>
    </message>
    <message>
        <source>Action</source>
        <translation>Handlung</translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation>Ergebnis</translation>
    </message>
    <message>
        <source>Namespace</source>
        <translation>Namensraum</translation>
    </message>
    <message>
        <source>Count</source>
        <translation>Anzahl</translation>
    </message>
    <message>
        <source>Request</source>
        <translation>Anfrage</translation>
    </message>
    <message>
        <source>Hash in the chain</source>
        <translation>Hash in der Kette</translation>
    </message>
    <message>
        <source>Actor</source>
        <translation>Wer</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Adresse</translation>
    </message>
    <message>
        <source>Entity</source>
        <translation>Betrifft</translation>
    </message>
</context>
<context>
    <name>cloister::ui::EventFilterBar</name>
    <message>
        <source>Action</source>
        <translation>Handlung</translation>
    </message>
    <message>
        <source>Action: message.create</source>
        <translation>Handlung: message.create</translation>
    </message>
    <message>
        <source>Namespace</source>
        <translation>Namensraum</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Adresse</translation>
    </message>
    <message>
        <source>From</source>
        <translation>Von</translation>
    </message>
    <message>
        <source>From: 2025-06-01</source>
        <translation>Von: 2025-06-01</translation>
    </message>
    <message>
        <source>Until</source>
        <translation>Bis</translation>
    </message>
    <message>
        <source>Until: 2025-06-30</source>
        <translation>Bis: 2025-06-30</translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation>Ergebnis</translation>
    </message>
    <message>
        <source>Any outcome</source>
        <translation>Jedes Ergebnis</translation>
    </message>
    <message>
        <source>Actor</source>
        <translation>Wer</translation>
    </message>
    <message>
        <source>Actor: key:ab12cd34</source>
        <translation>Wer: key:ab12cd34</translation>
    </message>
    <message>
        <source>Entity</source>
        <translation>Betrifft</translation>
    </message>
    <message>
        <source>Entity: dialogue:id</source>
        <translation>Betrifft: dialogue:id</translation>
    </message>
    <message>
        <source>An entity is written as its kind and its id, such as dialogue:abc-123.</source>
        <translation>Was betroffen ist, wird mit Art und Kennung geschrieben, etwa dialogue:abc-123.</translation>
    </message>
    <message>
        <source>No namespace can have such a name.</source>
        <translation>So kann kein Namensraum heißen.</translation>
    </message>
    <message>
        <source>A day is written like 2025-06-01, a time like 2025-06-01T14:30:00Z.</source>
        <translation>Ein Tag wird wie 2025-06-01 geschrieben, eine Zeit wie 2025-06-01T14:30:00Z.</translation>
    </message>
</context>
<context>
    <name>cloister::ui::EventModel</name>
    <message>
        <source>this computer</source>
        <translation>dieser Rechner</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>Actor</source>
        <translation>Wer</translation>
    </message>
    <message>
        <source>Action</source>
        <translation>Handlung</translation>
    </message>
    <message>
        <source>Entity</source>
        <translation>Betrifft</translation>
    </message>
    <message>
        <source>Namespace</source>
        <translation>Namensraum</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Adresse</translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation>Ergebnis</translation>
    </message>
</context>
<context>
    <name>cloister::ui::ExplainPanel</name>
    <message>
        <source>How this answer came about</source>
        <translation>Wie diese Antwort zustande kam</translation>
    </message>
    <message>
        <source>Search to see how the answer comes about.</source>
        <translation>Suchen Sie, um zu sehen, wie die Antwort zustande kommt.</translation>
    </message>
    <message>
        <source>Partition</source>
        <translation>Partition</translation>
    </message>
    <message>
        <source>Key that was asked</source>
        <translation>Befragter Schlüssel</translation>
    </message>
    <message>
        <source>Candidates</source>
        <translation>Kandidaten</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>%1 ms</source>
        <translation>%1 ms</translation>
    </message>
    <message numerus="yes">
        <source>%Ln messages are still found by their words alone.</source>
        <translation>
            <numerusform>%Ln Nachricht wird noch allein über ihre Wörter gefunden.</numerusform>
            <numerusform>%Ln Nachrichten werden noch allein über ihre Wörter gefunden.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>cloister::ui::FindBar</name>
    <message>
        <source>Find in this transcript</source>
        <translation>In diesem Verlauf suchen</translation>
    </message>
    <message>
        <source>Previous</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>Weiter</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Reading…</source>
        <translation>Wird gelesen…</translation>
    </message>
    <message>
        <source>Not found</source>
        <translation>Nicht gefunden</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
</context>
<context>
    <name>cloister::ui::FirstSteps</name>
    <message>
        <source>First steps</source>
        <translation>Erste Schritte</translation>
    </message>
    <message>
        <source>Step %1 of %2</source>
        <translation>Schritt %1 von %2</translation>
    </message>
    <message>
        <source>Keep the recovery code</source>
        <translation>Den Wiederherstellungscode aufbewahren</translation>
    </message>
    <message>
        <source>It opens the workspace when the passphrase is lost. It is shown this once: print it or write it down, and keep it away from this machine.</source>
        <translation>Er öffnet den Arbeitsbereich, wenn die Passphrase verloren ist. Er wird nur dieses eine Mal gezeigt: Drucken oder schreiben Sie ihn ab und bewahren Sie ihn fern von diesem Rechner auf.</translation>
    </message>
    <message>
        <source>Recovery code</source>
        <translation>Wiederherstellungscode</translation>
    </message>
    <message>
        <source>Copy the recovery code</source>
        <translation>Den Wiederherstellungscode kopieren</translation>
    </message>
    <message>
        <source>I have kept it in a safe place</source>
        <translation>Ich habe ihn sicher aufbewahrt</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>Weiter</translation>
    </message>
    <message>
        <source>Create the first project</source>
        <translation>Das erste Projekt anlegen</translation>
    </message>
    <message>
        <source>A project belongs to one application. Its customers are kept apart in namespaces, and its API keys open nothing else.</source>
        <translation>Ein Projekt gehört zu einer Anwendung. Ihre Kunden sind in Namensräumen getrennt, und ihre API-Schlüssel öffnen nichts anderes.</translation>
    </message>
    <message>
        <source>Such as “support”</source>
        <translation>Etwa „support“</translation>
    </message>
    <message>
        <source>Name of the project</source>
        <translation>Name des Projekts</translation>
    </message>
    <message>
        <source>Try with sample data instead</source>
        <translation>Lieber mit Beispieldaten ausprobieren</translation>
    </message>
    <message>
        <source>Create project</source>
        <translation>Projekt anlegen</translation>
    </message>
    <message>
        <source>first key</source>
        <translation>erster Schlüssel</translation>
    </message>
    <message>
        <source>Its first API key</source>
        <translation>Sein erster API-Schlüssel</translation>
    </message>
    <message>
        <source>Applications send it with every request.</source>
        <translation>Anwendungen senden ihn mit jeder Anfrage.</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Fertig</translation>
    </message>
</context>
<context>
    <name>cloister::ui::ImageWindow</name>
    <message>
        <source>Reading the image…</source>
        <translation>Das Bild wird gelesen…</translation>
    </message>
    <message>
        <source>Image</source>
        <translation>Bild</translation>
    </message>
    <message>
        <source>The image is not shown: %1</source>
        <translation>Das Bild wird nicht angezeigt: %1</translation>
    </message>
    <message>
        <source>Image, %1 × %2</source>
        <extracomment>size of an image in pixels</extracomment>
        <translation>Bild, %1 × %2</translation>
    </message>
</context>
<context>
    <name>cloister::ui::JobList</name>
    <message>
        <source>Jobs</source>
        <translation>Aufgaben</translation>
    </message>
    <message>
        <source>Clear those that ended</source>
        <translation>Beendete entfernen</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>No job has run since the console was unlocked.</source>
        <translation>Seit dem Entsperren ist keine Aufgabe gelaufen.</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
</context>
<context>
    <name>cloister::ui::Jobs</name>
    <message>
        <source>Done</source>
        <translation>Fertig</translation>
    </message>
</context>
<context>
    <name>cloister::ui::JsonTree</name>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Wert</translation>
    </message>
    <message>
        <source>Stored values</source>
        <translation>Gespeicherte Werte</translation>
    </message>
    <message>
        <source>Copy value</source>
        <translation>Wert kopieren</translation>
    </message>
    <message>
        <source>This cannot be read as JSON.</source>
        <translation>Das lässt sich nicht als JSON lesen.</translation>
    </message>
    <message numerus="yes">
        <source>%Ln more</source>
        <translation>
            <numerusform>%Ln weiterer</numerusform>
            <numerusform>%Ln weitere</numerusform>
        </translation>
    </message>
    <message>
        <source>Empty</source>
        <translation>Leer</translation>
    </message>
    <message numerus="yes">
        <source>%Ln entries</source>
        <translation>
            <numerusform>%Ln Eintrag</numerusform>
            <numerusform>%Ln Einträge</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln members</source>
        <translation>
            <numerusform>%Ln Feld</numerusform>
            <numerusform>%Ln Felder</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>cloister::ui::KeysView</name>
    <message>
        <source>API keys</source>
        <translation>API-Schlüssel</translation>
    </message>
    <message>
        <source>Revoke…</source>
        <translation>Widerrufen…</translation>
    </message>
    <message>
        <source>Rotate…</source>
        <translation>Ersetzen…</translation>
    </message>
    <message>
        <source>Create key…</source>
        <translation>Schlüssel anlegen…</translation>
    </message>
    <message>
        <source>Filter keys</source>
        <translation>Schlüssel filtern</translation>
    </message>
    <message>
        <source>This project has no API keys yet</source>
        <translation>Dieses Projekt hat noch keine API-Schlüssel</translation>
    </message>
    <message>
        <source>A key lets an application store and search conversations. It belongs to this project alone and can be bound to some of its namespaces.</source>
        <translation>Mit einem Schlüssel speichert und durchsucht eine Anwendung Gespräche. Er gehört nur zu diesem Projekt und kann an einige seiner Namensräume gebunden sein.</translation>
    </message>
    <message>
        <source>Revoke the key “%1”?</source>
        <translation>Den Schlüssel „%1“ widerrufen?</translation>
    </message>
    <message>
        <source>Applications that use it are refused from their next request on. This cannot be undone.</source>
        <translation>Anwendungen, die ihn benutzen, werden von der nächsten Anfrage an abgewiesen. Das lässt sich nicht rückgängig machen.</translation>
    </message>
    <message>
        <source>Revoke</source>
        <translation>Widerrufen</translation>
    </message>
    <message>
        <source>The key is revoked.</source>
        <translation>Der Schlüssel ist widerrufen.</translation>
    </message>
</context>
<context>
    <name>cloister::ui::MainWindow</name>
    <message>
        <source>%1 – Cloister</source>
        <extracomment>%1 is a page, such as Audit</extracomment>
        <translation>%1 – Cloister</translation>
    </message>
    <message>
        <source>Page</source>
        <translation>Seite</translation>
    </message>
    <message>
        <source>Reload</source>
        <translation>Neu laden</translation>
    </message>
    <message>
        <source>Filter the list</source>
        <translation>Die Liste filtern</translation>
    </message>
    <message>
        <source>Lock</source>
        <translation>Sperren</translation>
    </message>
</context>
<context>
    <name>cloister::ui::MemoryModel</name>
    <message>
        <source>Memory</source>
        <translation>Erinnerung</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Wert</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>Schlagwörter</translation>
    </message>
    <message>
        <source>Created</source>
        <translation>Angelegt</translation>
    </message>
    <message>
        <source>Modified</source>
        <translation>Geändert</translation>
    </message>
</context>
<context>
    <name>cloister::ui::ModelServerDialog</name>
    <message>
        <source>The texts of all tenants are sent to this server, those that are here and those to come. Everything is embedded anew; meanwhile search goes by words.</source>
        <translation>Die Texte aller Mandanten gehen an diesen Server, die vorhandenen und die künftigen. Alles wird neu eingebettet; bis dahin sucht die Suche nach Wörtern.</translation>
    </message>
    <message>
        <source>The dialogues that are summarised from now on are sent to this server.</source>
        <translation>Dialoge, die von nun an zusammengefasst werden, gehen an diesen Server.</translation>
    </message>
    <message>
        <source>Use this server</source>
        <translation>Diesen Server verwenden</translation>
    </message>
    <message>
        <source>Have a server embed</source>
        <translation>Server für Einbettungen</translation>
    </message>
    <message>
        <source>Have a server summarise</source>
        <translation>Server für Zusammenfassungen</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Adresse</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Key, if the server wants one</source>
        <translation>Schlüssel, falls der Server einen verlangt</translation>
    </message>
    <message>
        <source>The present key is kept for this address</source>
        <translation>Der bisherige Schlüssel gilt für diese Adresse weiter</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
</context>
<context>
    <name>cloister::ui::ModelServers</name>
    <message>
        <source>Models</source>
        <translation>Modelle</translation>
    </message>
    <message>
        <source>Use a server…</source>
        <translation>Server verwenden…</translation>
    </message>
    <message>
        <source>Use the built-in one</source>
        <translation>Eingebautes verwenden</translation>
    </message>
    <message>
        <source>Search by meaning</source>
        <translation>Suche nach Bedeutung</translation>
    </message>
    <message>
        <source>Summaries</source>
        <translation>Zusammenfassungen</translation>
    </message>
    <message>
        <source>Embed all records anew</source>
        <translation>Alle Einträge neu einbetten</translation>
    </message>
    <message>
        <source>All records are embedded anew.</source>
        <translation>Alle Einträge sind neu eingebettet.</translation>
    </message>
    <message>
        <source>%1 at %2</source>
        <translation>%1 bei %2</translation>
    </message>
    <message>
        <source>Built in. No text leaves this service.</source>
        <translation>Eingebaut. Kein Text verlässt diesen Dienst.</translation>
    </message>
    <message>
        <source>Change…</source>
        <translation>Ändern…</translation>
    </message>
</context>
<context>
    <name>cloister::ui::NamespaceModel</name>
    <message>
        <source>Active</source>
        <translation>Aktiv</translation>
    </message>
    <message>
        <source>Read-only</source>
        <translation>Nur lesen</translation>
    </message>
    <message>
        <source>Suspended</source>
        <translation>Ausgesetzt</translation>
    </message>
    <message>
        <source>Archived</source>
        <translation>Archiviert</translation>
    </message>
    <message>
        <source>Namespace</source>
        <translation>Namensraum</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Dialogues</source>
        <translation>Dialoge</translation>
    </message>
    <message>
        <source>Messages</source>
        <translation>Nachrichten</translation>
    </message>
    <message>
        <source>Memories</source>
        <translation>Erinnerungen</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Last activity</source>
        <translation>Letzte Aktivität</translation>
    </message>
</context>
<context>
    <name>cloister::ui::NamespacesView</name>
    <message>
        <source>Namespaces</source>
        <translation>Namensräume</translation>
    </message>
    <message>
        <source>Names that start with…</source>
        <translation>Namen, die beginnen mit…</translation>
    </message>
    <message>
        <source>Filter namespaces by the start of their name</source>
        <translation>Namensräume nach dem Anfang ihres Namens filtern</translation>
    </message>
    <message>
        <source>Project</source>
        <translation>Projekt</translation>
    </message>
    <message numerus="yes">
        <source>%Ln namespaces</source>
        <translation>
            <numerusform>%Ln Namensraum</numerusform>
            <numerusform>%Ln Namensräume</numerusform>
        </translation>
    </message>
    <message>
        <source>No namespace starts with that</source>
        <translation>Kein Namensraum beginnt so</translation>
    </message>
    <message>
        <source>Names are compared letter by letter.</source>
        <translation>Namen werden Buchstabe für Buchstabe verglichen.</translation>
    </message>
    <message>
        <source>Clear the filter</source>
        <translation>Filter leeren</translation>
    </message>
    <message>
        <source>No tenant yet</source>
        <translation>Noch kein Mandant</translation>
    </message>
    <message>
        <source>A namespace begins to exist with the first dialogue or memory that names it. Give a key to a program, or import conversations.</source>
        <translation>Ein Namensraum entsteht mit dem ersten Dialog oder der ersten Erinnerung, die ihn nennt. Geben Sie einem Programm einen Schlüssel oder importieren Sie Gespräche.</translation>
    </message>
    <message>
        <source>Import…</source>
        <translation>Importieren…</translation>
    </message>
</context>
<context>
    <name>cloister::ui::NavigationColumn</name>
    <message>
        <source>Pages</source>
        <translation>Seiten</translation>
    </message>
    <message>
        <source>Go to…</source>
        <translation>Gehe zu…</translation>
    </message>
    <message>
        <source>Lock</source>
        <translation>Sperren</translation>
    </message>
</context>
<context>
    <name>cloister::ui::NewAccountDialog</name>
    <message>
        <source>Create account</source>
        <translation>Konto anlegen</translation>
    </message>
    <message>
        <source>Create an account</source>
        <translation>Ein Konto anlegen</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Role</source>
        <translation>Rolle</translation>
    </message>
    <message>
        <source>Auditor: reads the audit log and counts, never content</source>
        <translation>Prüfer: liest Protokoll und Zahlen, nie Inhalte</translation>
    </message>
    <message>
        <source>Operator: the daily work</source>
        <translation>Betreuer: die tägliche Arbeit</translation>
    </message>
    <message>
        <source>Owner: everything</source>
        <translation>Eigner: alles</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
</context>
<context>
    <name>cloister::ui::NewKeyDialog</name>
    <message>
        <source>Create key</source>
        <translation>Schlüssel anlegen</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Create an API key</source>
        <translation>Einen API-Schlüssel anlegen</translation>
    </message>
    <message>
        <source>For the project %1</source>
        <translation>Für das Projekt %1</translation>
    </message>
    <message>
        <source>What it is for, such as “support bot, production”</source>
        <translation>Wofür er ist, etwa „Support-Bot, Produktion“</translation>
    </message>
    <message>
        <source>Label</source>
        <translation>Bezeichnung</translation>
    </message>
    <message>
        <source>All; or some, with commas between</source>
        <translation>Alle; oder einige, durch Kommas getrennt</translation>
    </message>
    <message>
        <source>Namespaces</source>
        <translation>Namensräume</translation>
    </message>
    <message>
        <source>Expires</source>
        <translation>Läuft ab</translation>
    </message>
    <message>
        <source>Never</source>
        <translation>Nie</translation>
    </message>
    <message numerus="yes">
        <source>In %n days</source>
        <translation>
            <numerusform>In %n Tag</numerusform>
            <numerusform>In %n Tagen</numerusform>
        </translation>
    </message>
    <message>
        <source>It may</source>
        <translation>Er darf</translation>
    </message>
    <message>
        <source>Read dialogues and memories</source>
        <translation>Dialoge und Erinnerungen lesen</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>Suchen</translation>
    </message>
    <message>
        <source>Read the audit log</source>
        <translation>Das Protokoll lesen</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Exportieren</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Fertig</translation>
    </message>
    <message>
        <source>Write dialogues and memories</source>
        <translation>Dialoge und Erinnerungen schreiben</translation>
    </message>
    <message>
        <source>Delete dialogues and memories</source>
        <translation>Dialoge und Erinnerungen löschen</translation>
    </message>
</context>
<context>
    <name>cloister::ui::OverviewPage</name>
    <message>
        <source>Overview</source>
        <translation>Übersicht</translation>
    </message>
    <message>
        <source>Workspace</source>
        <translation>Arbeitsbereich</translation>
    </message>
    <message>
        <source>Stored</source>
        <translation>Gespeichert</translation>
    </message>
    <message>
        <source>Audit log</source>
        <translation>Prüfprotokoll</translation>
    </message>
    <message>
        <source>Requests a minute in the last hour</source>
        <translation>Anfragen je Minute in der letzten Stunde</translation>
    </message>
    <message>
        <source>Requests</source>
        <translation>Anfragen</translation>
    </message>
    <message>
        <source>Storage by project</source>
        <translation>Speicher je Projekt</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Copy the address</source>
        <translation>Die Adresse kopieren</translation>
    </message>
    <message>
        <source>Server</source>
        <translation>Server</translation>
    </message>
    <message>
        <source>Tenants</source>
        <translation>Mandanten</translation>
    </message>
    <message>
        <source>Audit</source>
        <translation>Protokoll</translation>
    </message>
    <message>
        <source>Busiest namespaces</source>
        <translation>Größte Namensräume</translation>
    </message>
    <message>
        <source>Namespace</source>
        <translation>Namensraum</translation>
    </message>
    <message>
        <source>Project</source>
        <translation>Projekt</translation>
    </message>
    <message>
        <source>Messages</source>
        <translation>Nachrichten</translation>
    </message>
    <message>
        <source>API address</source>
        <translation>API-Adresse</translation>
    </message>
    <message>
        <source>Applications reach the data API here, with an API key of their project.</source>
        <translation>Hier erreichen Anwendungen die Daten-API, mit einem API-Schlüssel ihres Projekts.</translation>
    </message>
    <message>
        <source>Create a key</source>
        <translation>Schlüssel anlegen</translation>
    </message>
    <message>
        <source>The workspace is empty</source>
        <translation>Der Arbeitsbereich ist leer</translation>
    </message>
    <message>
        <source>Create a project for each application, or look around with sample conversations first.</source>
        <translation>Legen Sie für jede Anwendung ein Projekt an, oder sehen Sie sich erst mit Beispielgesprächen um.</translation>
    </message>
    <message>
        <source>Create a project</source>
        <translation>Projekt anlegen</translation>
    </message>
    <message>
        <source>Try with sample data</source>
        <translation>Mit Beispieldaten ausprobieren</translation>
    </message>
    <message>
        <source>Unknown</source>
        <translation>Unbekannt</translation>
    </message>
    <message numerus="yes">
        <source>%n messages</source>
        <translation>
            <numerusform>%n Nachricht</numerusform>
            <numerusform>%n Nachrichten</numerusform>
        </translation>
    </message>
    <message>
        <source>Damaged</source>
        <translation>Beschädigt</translation>
    </message>
    <message numerus="yes">
        <source>%n projects cannot be read. Check the files on the Server page.</source>
        <translation>
            <numerusform>%n Projekt ist nicht lesbar. Prüfen Sie die Dateien auf der Seite Server.</numerusform>
            <numerusform>%n Projekte sind nicht lesbar. Prüfen Sie die Dateien auf der Seite Server.</numerusform>
        </translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Offen</translation>
    </message>
    <message>
        <source>Every project can be read</source>
        <translation>Jedes Projekt ist lesbar</translation>
    </message>
    <message numerus="yes">
        <source>%n requests failed</source>
        <translation>
            <numerusform>%n Anfrage schlug fehl</numerusform>
            <numerusform>%n Anfragen schlugen fehl</numerusform>
        </translation>
    </message>
    <message>
        <source>No request failed</source>
        <translation>Keine Anfrage schlug fehl</translation>
    </message>
    <message>
        <source>Not served to others</source>
        <translation>Nicht für andere erreichbar</translation>
    </message>
    <message>
        <source>Version %1, running since %2</source>
        <translation>Version %1, läuft seit %2</translation>
    </message>
    <message>
        <source>Incomplete</source>
        <translation>Unvollständig</translation>
    </message>
    <message>
        <source>Something that was signed is missing.</source>
        <translation>Etwas, das signiert war, fehlt.</translation>
    </message>
    <message>
        <source>Intact</source>
        <translation>Unversehrt</translation>
    </message>
    <message>
        <source>Nothing has been signed yet</source>
        <translation>Noch ist nichts signiert</translation>
    </message>
    <message>
        <source>Nothing that was signed is missing</source>
        <translation>Nichts Signiertes fehlt</translation>
    </message>
    <message>
        <source>It has no project yet.</source>
        <translation>Er enthält noch kein Projekt.</translation>
    </message>
    <message>
        <source>Refused (last hour)</source>
        <translation>Abgelehnt (letzte Stunde)</translation>
    </message>
    <message>
        <source>%1 in %2 and %3</source>
        <extracomment>%2 is “3 projects”, %3 “5 namespaces”</extracomment>
        <translation>%1 in %2 und %3</translation>
    </message>
    <message numerus="yes">
        <source>%Ln projects</source>
        <extracomment>after “in”</extracomment>
        <translation>
            <numerusform>%Ln Projekt</numerusform>
            <numerusform>%Ln Projekten</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln namespaces</source>
        <extracomment>after “in”</extracomment>
        <translation>
            <numerusform>%Ln Namensraum</numerusform>
            <numerusform>%Ln Namensräumen</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>cloister::ui::OwnPassphrase</name>
    <message>
        <source>Your passphrase</source>
        <translation>Ihre Passphrase</translation>
    </message>
    <message>
        <source>Change passphrase</source>
        <translation>Passphrase ändern</translation>
    </message>
    <message>
        <source>Present passphrase</source>
        <translation>Bisherige Passphrase</translation>
    </message>
    <message>
        <source>The passphrase is changed. Other sessions of this account have ended.</source>
        <translation>Die Passphrase ist geändert. Andere Sitzungen dieses Kontos sind beendet.</translation>
    </message>
</context>
<context>
    <name>cloister::ui::Page</name>
    <message>
        <source>Loading</source>
        <translation>Laden</translation>
    </message>
    <message>
        <source>Loading…</source>
        <translation>Laden…</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>Unlock…</source>
        <translation>Entsperren…</translation>
    </message>
</context>
<context>
    <name>cloister::ui::PassphraseFields</name>
    <message>
        <source>Passphrase</source>
        <translation>Passphrase</translation>
    </message>
    <message>
        <source>The same again</source>
        <translation>Noch einmal</translation>
    </message>
    <message>
        <source>Strength of the passphrase</source>
        <translation>Stärke der Passphrase</translation>
    </message>
    <message>
        <source>Fair</source>
        <translation>Ordentlich</translation>
    </message>
    <message>
        <source>Strong</source>
        <translation>Stark</translation>
    </message>
    <message>
        <source>Weak: a few words more make it hard to guess.</source>
        <translation>Schwach: Ein paar Wörter mehr machen sie schwer zu erraten.</translation>
    </message>
    <message>
        <source>Several unrelated words are easy to remember and hard to guess.</source>
        <translation>Mehrere Wörter ohne Zusammenhang sind leicht zu merken und schwer zu erraten.</translation>
    </message>
    <message>
        <source>The two differ.</source>
        <translation>Die beiden sind verschieden.</translation>
    </message>
</context>
<context>
    <name>cloister::ui::PlainLabel</name>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
</context>
<context>
    <name>cloister::ui::ProjectActs</name>
    <message>
        <source>Namespaces</source>
        <translation>Namensräume</translation>
    </message>
    <message>
        <source>Dialogues</source>
        <translation>Dialoge</translation>
    </message>
    <message>
        <source>Messages</source>
        <translation>Nachrichten</translation>
    </message>
    <message>
        <source>Memories</source>
        <translation>Erinnerungen</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Import…</source>
        <translation>Importieren…</translation>
    </message>
    <message>
        <source>Export all…</source>
        <translation>Alles exportieren…</translation>
    </message>
    <message>
        <source>Deletion protection</source>
        <translation>Löschschutz</translation>
    </message>
    <message>
        <source>Immutable</source>
        <translation>Unveränderlich</translation>
    </message>
    <message>
        <source>Make immutable…</source>
        <translation>Unveränderlich machen…</translation>
    </message>
    <message>
        <source>Delete project…</source>
        <translation>Projekt löschen…</translation>
    </message>
    <message>
        <source>New project</source>
        <translation>Neues Projekt</translation>
    </message>
    <message>
        <source>What is the product or team called whose conversations it keeps?</source>
        <translation>Wie heißt das Produkt oder Team, dessen Gespräche es aufbewahrt?</translation>
    </message>
    <message>
        <source>Create</source>
        <translation>Anlegen</translation>
    </message>
    <message>
        <source>Import conversations</source>
        <translation>Gespräche importieren</translation>
    </message>
    <message>
        <source>JSON Lines (*.jsonl *.ndjson);;All files (*)</source>
        <translation>JSON Lines (*.jsonl *.ndjson);;Alle Dateien (*)</translation>
    </message>
    <message>
        <source>Import into %1</source>
        <translation>Import in %1</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Exportieren</translation>
    </message>
    <message>
        <source>Export of %1</source>
        <translation>Export von %1</translation>
    </message>
    <message>
        <source>Make this project immutable?</source>
        <translation>Dieses Projekt unveränderlich machen?</translation>
    </message>
    <message>
        <source>From then on dialogues and messages can be added, but never changed or deleted. State, tags and labels stay writable. This cannot be switched off again.</source>
        <translation>Von da an können Dialoge und Nachrichten hinzukommen, aber nie geändert oder gelöscht werden. Zustand, Schlagwörter und Bezeichnungen bleiben änderbar. Das lässt sich nicht wieder abschalten.</translation>
    </message>
    <message>
        <source>Make immutable</source>
        <translation>Unveränderlich machen</translation>
    </message>
    <message>
        <source>Delete the project %1?</source>
        <translation>Das Projekt %1 löschen?</translation>
    </message>
    <message>
        <source>Its files and keys are destroyed, with every tenant in it. This cannot be undone.</source>
        <translation>Seine Dateien und Schlüssel werden vernichtet, mit jedem Mandanten darin. Das lässt sich nicht rückgängig machen.</translation>
    </message>
    <message>
        <source>Delete project</source>
        <translation>Projekt löschen</translation>
    </message>
    <message>
        <source>The project %1 is deleted.</source>
        <translation>Das Projekt %1 ist gelöscht.</translation>
    </message>
    <message>
        <source>Delete %1?</source>
        <translation>%1 löschen?</translation>
    </message>
    <message>
        <source>Everything this tenant has said and its key are destroyed. This cannot be undone.</source>
        <translation>Alles, was dieser Mandant gesagt hat, und sein Schlüssel werden vernichtet. Das lässt sich nicht rückgängig machen.</translation>
    </message>
    <message>
        <source>Delete namespace</source>
        <translation>Namensraum löschen</translation>
    </message>
    <message>
        <source>%1 is deleted.</source>
        <translation>%1 ist gelöscht.</translation>
    </message>
    <message>
        <source>That did not work</source>
        <translation>Das hat nicht geklappt</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
</context>
<context>
    <name>cloister::ui::ProjectBox</name>
    <message>
        <source>Project</source>
        <translation>Projekt</translation>
    </message>
</context>
<context>
    <name>cloister::ui::ProjectModel</name>
    <message>
        <source>The file of this project cannot be opened.</source>
        <translation>Die Datei dieses Projekts lässt sich nicht öffnen.</translation>
    </message>
    <message>
        <source>Immutable: records can be added, never changed or deleted.</source>
        <translation>Unveränderlich: Datensätze können hinzukommen, aber nie geändert oder gelöscht werden.</translation>
    </message>
    <message>
        <source>Protected against deletion.</source>
        <translation>Vor Löschung geschützt.</translation>
    </message>
    <message>
        <source>Project</source>
        <translation>Projekt</translation>
    </message>
    <message>
        <source>Namespaces</source>
        <translation>Namensräume</translation>
    </message>
    <message>
        <source>Dialogues</source>
        <translation>Dialoge</translation>
    </message>
    <message>
        <source>Messages</source>
        <translation>Nachrichten</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Created</source>
        <translation>Angelegt</translation>
    </message>
</context>
<context>
    <name>cloister::ui::ProjectsView</name>
    <message>
        <source>Projects</source>
        <translation>Projekte</translation>
    </message>
    <message>
        <source>Filter by name</source>
        <translation>Nach Namen filtern</translation>
    </message>
    <message>
        <source>Filter projects by name</source>
        <translation>Projekte nach Namen filtern</translation>
    </message>
    <message>
        <source>New project</source>
        <translation>Neues Projekt</translation>
    </message>
    <message>
        <source>No project yet</source>
        <translation>Noch kein Projekt</translation>
    </message>
    <message>
        <source>A project keeps the conversations of one product: its tenants, keys and settings in files of their own.</source>
        <translation>Ein Projekt bewahrt die Gespräche eines Produkts auf: seine Mandanten, Schlüssel und Einstellungen in eigenen Dateien.</translation>
    </message>
    <message>
        <source>Create the first project</source>
        <translation>Das erste Projekt anlegen</translation>
    </message>
    <message>
        <source>No project of that name</source>
        <translation>Kein Projekt dieses Namens</translation>
    </message>
    <message>
        <source>Clear the filter</source>
        <translation>Filter leeren</translation>
    </message>
</context>
<context>
    <name>cloister::ui::RotateKeyDialog</name>
    <message>
        <source>Rotate</source>
        <translation>Ersetzen</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Rotate an API key</source>
        <translation>Einen API-Schlüssel ersetzen</translation>
    </message>
    <message>
        <source>The old key ends</source>
        <translation>Der alte Schlüssel endet</translation>
    </message>
    <message>
        <source>At once</source>
        <translation>Sofort</translation>
    </message>
    <message>
        <source>In an hour</source>
        <translation>In einer Stunde</translation>
    </message>
    <message>
        <source>In a day</source>
        <translation>In einem Tag</translation>
    </message>
    <message>
        <source>In a week</source>
        <translation>In einer Woche</translation>
    </message>
    <message>
        <source>A new key that may do the same takes the place of this one. Until the old one ends, both are taken, so that applications can change over.</source>
        <translation>Ein neuer Schlüssel mit den gleichen Rechten tritt an seine Stelle. Bis der alte endet, gelten beide, damit Anwendungen wechseln können.</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Fertig</translation>
    </message>
</context>
<context>
    <name>cloister::ui::ScopeChip</name>
    <message>
        <source>all namespaces</source>
        <translation>alle Namensräume</translation>
    </message>
    <message>
        <source>Project %1, %2</source>
        <translation>Projekt %1, %2</translation>
    </message>
    <message>
        <source>No namespace chosen</source>
        <translation>Kein Namensraum gewählt</translation>
    </message>
</context>
<context>
    <name>cloister::ui::ScopePicker</name>
    <message>
        <source>Project</source>
        <translation>Projekt</translation>
    </message>
    <message>
        <source>Namespace</source>
        <translation>Namensraum</translation>
    </message>
</context>
<context>
    <name>cloister::ui::SearchPage</name>
    <message>
        <source>since %1</source>
        <translation>seit %1</translation>
    </message>
    <message>
        <source>before %1</source>
        <translation>vor %1</translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <translation>%1 bis %2</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>Suche</translation>
    </message>
    <message>
        <source>Results</source>
        <translation>Ergebnisse</translation>
    </message>
    <message>
        <source>Question</source>
        <translation>Frage</translation>
    </message>
    <message>
        <source>What was said about…</source>
        <translation>Was wurde gesagt über…</translation>
    </message>
    <message>
        <source>How to search</source>
        <translation>Wie gesucht wird</translation>
    </message>
    <message>
        <source>Meaning and words</source>
        <translation>Bedeutung und Wörter</translation>
    </message>
    <message>
        <source>Meaning</source>
        <translation>Bedeutung</translation>
    </message>
    <message>
        <source>Words</source>
        <translation>Wörter</translation>
    </message>
    <message>
        <source>Explain</source>
        <translation>Erklären</translation>
    </message>
    <message>
        <source>What to look for</source>
        <translation>Wonach gesucht wird</translation>
    </message>
    <message>
        <source>Messages</source>
        <translation>Nachrichten</translation>
    </message>
    <message>
        <source>Dialogues</source>
        <translation>Dialoge</translation>
    </message>
    <message>
        <source>Memories</source>
        <translation>Erinnerungen</translation>
    </message>
    <message>
        <source>Said by</source>
        <translation>Gesagt von</translation>
    </message>
    <message>
        <source>Anyone</source>
        <translation>Von allen</translation>
    </message>
    <message>
        <source>User</source>
        <translation>Nutzer</translation>
    </message>
    <message>
        <source>Assistant</source>
        <translation>Assistent</translation>
    </message>
    <message>
        <source>System</source>
        <translation>System</translation>
    </message>
    <message>
        <source>Tool</source>
        <translation>Werkzeug</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>Any time, or: last month, 2025-06-01</source>
        <translation>Jeder Zeitpunkt, oder: 2025-06-01</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>Schlagwörter</translation>
    </message>
    <message>
        <source>Any tag, or: billing, urgent</source>
        <translation>Jedes Schlagwort, oder: Abrechnung, dringend</translation>
    </message>
    <message>
        <source>With an image</source>
        <translation>Mit Bild</translation>
    </message>
    <message>
        <source>Nothing to search in yet</source>
        <translation>Noch nichts zu durchsuchen</translation>
    </message>
    <message>
        <source>Create a project first.</source>
        <translation>Legen Sie zuerst ein Projekt an.</translation>
    </message>
    <message>
        <source>Go to Tenants</source>
        <translation>Zu den Mandanten</translation>
    </message>
    <message>
        <source>Ask one tenant&apos;s conversations</source>
        <translation>Befragen Sie die Gespräche eines Mandanten</translation>
    </message>
    <message>
        <source>Choose a project and a namespace, then ask in your own words. Only that namespace is searched.</source>
        <translation>Wählen Sie ein Projekt und einen Namensraum und fragen Sie in Ihren eigenen Worten. Nur dieser Namensraum wird durchsucht.</translation>
    </message>
    <message>
        <source>Nothing was found</source>
        <translation>Nichts gefunden</translation>
    </message>
    <message>
        <source>Ask in other words, or take filters away.</source>
        <translation>Fragen Sie mit anderen Worten oder nehmen Sie Filter weg.</translation>
    </message>
    <message numerus="yes">
        <source>%Ln results</source>
        <translation>
            <numerusform>%Ln Ergebnis</numerusform>
            <numerusform>%Ln Ergebnisse</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 ms</source>
        <translation>%1 ms</translation>
    </message>
    <message>
        <source>Auditors do not search</source>
        <translation>Prüfer suchen nicht</translation>
    </message>
    <message>
        <source>What tenants have said is shown to owners and operators alone; who searched for it stands in the audit log.</source>
        <translation>Was Mandanten gesagt haben, sehen nur Eigner und Betreuer; wer danach gesucht hat, steht im Protokoll.</translation>
    </message>
    <message>
        <source>Search</source>
        <comment>button</comment>
        <translation>Suchen</translation>
    </message>
    <message>
        <source>There is no namespace %1 in %2</source>
        <translation>In %2 gibt es keinen Namensraum %1</translation>
    </message>
    <message>
        <source>Names are compared letter by letter. Choose one that is offered while you type.</source>
        <translation>Namen werden Buchstabe für Buchstabe verglichen. Wählen Sie einen, der beim Tippen angeboten wird.</translation>
    </message>
</context>
<context>
    <name>cloister::ui::SecretDialog</name>
    <message>
        <source>Close without keeping it?</source>
        <translation>Schließen, ohne es aufzubewahren?</translation>
    </message>
    <message>
        <source>It is shown this once. If it was neither copied nor written down, it is lost for good.</source>
        <translation>Es wird nur dieses eine Mal gezeigt. Wurde es weder kopiert noch aufgeschrieben, ist es endgültig verloren.</translation>
    </message>
    <message>
        <source>Go back</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>Close all the same</source>
        <translation>Trotzdem schließen</translation>
    </message>
</context>
<context>
    <name>cloister::ui::ServerPage</name>
    <message>
        <source>Server</source>
        <translation>Server</translation>
    </message>
    <message>
        <source>Answer times</source>
        <translation>Antwortzeiten</translation>
    </message>
    <message>
        <source>Requests</source>
        <translation>Anfragen</translation>
    </message>
    <message>
        <source>Check all files</source>
        <translation>Alle Dateien prüfen</translation>
    </message>
    <message>
        <source>Listening at</source>
        <translation>Erreichbar unter</translation>
    </message>
    <message>
        <source>Answer times in milliseconds, since the start</source>
        <translation>Antwortzeiten in Millisekunden, seit dem Start</translation>
    </message>
    <message>
        <source>Filter requests and routes</source>
        <translation>Anfragen und Pfade filtern</translation>
    </message>
    <message>
        <source>Recent requests</source>
        <translation>Letzte Anfragen</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>Request</source>
        <translation>Anfrage</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>Took</source>
        <translation>Dauer</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Adresse</translation>
    </message>
    <message>
        <source>Routes</source>
        <translation>Pfade</translation>
    </message>
    <message>
        <source>Method</source>
        <translation>Methode</translation>
    </message>
    <message>
        <source>Path</source>
        <translation>Pfad</translation>
    </message>
    <message>
        <source>Open to</source>
        <translation>Offen für</translation>
    </message>
    <message>
        <source>What it does</source>
        <translation>Was er tut</translation>
    </message>
    <message>
        <source>Version %1, running since %2</source>
        <translation>Version %1, läuft seit %2</translation>
    </message>
    <message>
        <source>Copy the address</source>
        <translation>Die Adresse kopieren</translation>
    </message>
    <message>
        <source>Not served to others</source>
        <translation>Nicht für andere erreichbar</translation>
    </message>
    <message>
        <source>(no such path)</source>
        <translation>(kein solcher Pfad)</translation>
    </message>
    <message>
        <source>%1 ms</source>
        <translation>%1 ms</translation>
    </message>
    <message>
        <source>API keys</source>
        <translation>API-Schlüssel</translation>
    </message>
    <message>
        <source>Administrators</source>
        <translation>Verwalter</translation>
    </message>
    <message>
        <source>Everyone</source>
        <translation>Alle</translation>
    </message>
    <message numerus="yes">
        <source>%n files are whole</source>
        <translation>
            <numerusform>%n Datei ist unversehrt</numerusform>
            <numerusform>%n Dateien sind unversehrt</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n files are damaged. Keep a copy of the workspace and restore from a backup.</source>
        <translation>
            <numerusform>%n Datei ist beschädigt. Bewahren Sie eine Kopie des Arbeitsbereichs auf und stellen Sie ihn aus einer Sicherung wieder her.</numerusform>
            <numerusform>%n Dateien sind beschädigt. Bewahren Sie eine Kopie des Arbeitsbereichs auf und stellen Sie ihn aus einer Sicherung wieder her.</numerusform>
        </translation>
    </message>
    <message>
        <source>Check of all files</source>
        <translation>Prüfung aller Dateien</translation>
    </message>
    <message>
        <source>Request ID</source>
        <translation>Anfrage-ID</translation>
    </message>
    <message>
        <source>Nothing is like that</source>
        <translation>Nichts dergleichen</translation>
    </message>
    <message>
        <source>Clear the filter</source>
        <translation>Filter leeren</translation>
    </message>
    <message>
        <source>No requests yet</source>
        <translation>Noch keine Anfragen</translation>
    </message>
    <message>
        <source>this computer</source>
        <translation>dieser Rechner</translation>
    </message>
    <message>
        <source>Seal…</source>
        <translation>Versiegeln…</translation>
    </message>
    <message>
        <source>Stops serving until the workspace is unlocked again</source>
        <translation>Beendet den Dienst, bis der Arbeitsbereich wieder entsperrt wird</translation>
    </message>
    <message>
        <source>seal</source>
        <extracomment>has to be typed</extracomment>
        <translation>versiegeln</translation>
    </message>
    <message>
        <source>Seal the workspace?</source>
        <translation>Den Arbeitsbereich versiegeln?</translation>
    </message>
    <message>
        <source>Requests under way are finished. Then its files are closed, the keys leave memory, and every application is refused until somebody unlocks it on the machine that it is on.</source>
        <translation>Laufende Anfragen werden beendet. Dann werden seine Dateien geschlossen, die Schlüssel verlassen den Speicher, und alle Anwendungen werden abgelehnt, bis ihn jemand an seinem Rechner entsperrt.</translation>
    </message>
    <message>
        <source>Seal</source>
        <translation>Versiegeln</translation>
    </message>
</context>
<context>
    <name>cloister::ui::SettingsPage</name>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>Aussehen</translation>
    </message>
    <message>
        <source>Follows the desktop unless you choose otherwise.</source>
        <translation>Folgt dem Desktop, wenn Sie nichts anderes wählen.</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Sprache</translation>
    </message>
    <message>
        <source>Takes effect when the console is started again.</source>
        <translation>Gilt ab dem nächsten Start der Konsole.</translation>
    </message>
    <message>
        <source>Lock when idle</source>
        <translation>Bei Untätigkeit sperren</translation>
    </message>
    <message>
        <source>Locking ends this session; the API goes on serving. Ctrl+L locks at once.</source>
        <translation>Sperren beendet diese Sitzung; die API bleibt erreichbar. Strg+L sperrt sofort.</translation>
    </message>
    <message>
        <source>As the desktop</source>
        <translation>Wie der Desktop</translation>
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
        <source>As the system</source>
        <translation>Wie das System</translation>
    </message>
    <message numerus="yes">
        <source>After %n minutes</source>
        <translation>
            <numerusform>Nach %n Minute</numerusform>
            <numerusform>Nach %n Minuten</numerusform>
        </translation>
    </message>
    <message>
        <source>Never</source>
        <translation>Nie</translation>
    </message>
</context>
<context>
    <name>cloister::ui::StateStack</name>
    <message>
        <source>Loading</source>
        <translation>Laden</translation>
    </message>
    <message>
        <source>Loading…</source>
        <translation>Laden…</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Erneut versuchen</translation>
    </message>
</context>
<context>
    <name>cloister::ui::StatusArea</name>
    <message>
        <source>Status</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>Cancel this job</source>
        <translation>Diese Aufgabe abbrechen</translation>
    </message>
    <message>
        <source>Jobs</source>
        <translation>Aufgaben</translation>
    </message>
    <message>
        <source>All jobs</source>
        <translation>Alle Aufgaben</translation>
    </message>
    <message>
        <source>Not served to others</source>
        <translation>Nicht für andere erreichbar</translation>
    </message>
    <message>
        <source>Serving at %1</source>
        <translation>Erreichbar unter %1</translation>
    </message>
    <message>
        <source>Attached to %1</source>
        <translation>Verbunden mit %1</translation>
    </message>
</context>
<context>
    <name>cloister::ui::TenantsPage</name>
    <message>
        <source>Tenants</source>
        <translation>Mandanten</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>Exportieren…</translation>
    </message>
    <message>
        <source>Delete namespace…</source>
        <translation>Namensraum löschen…</translation>
    </message>
    <message>
        <source>Projects</source>
        <translation>Projekte</translation>
    </message>
    <message numerus="yes">
        <source>%Ln projects</source>
        <translation>
            <numerusform>%Ln Projekt</numerusform>
            <numerusform>%Ln Projekte</numerusform>
        </translation>
    </message>
    <message>
        <source>Search in it</source>
        <translation>Darin suchen</translation>
    </message>
</context>
<context>
    <name>cloister::ui::TranscriptPane</name>
    <message>
        <source>Messages</source>
        <translation>Nachrichten</translation>
    </message>
    <message>
        <source>Back to the dialogue</source>
        <translation>Zurück zum Dialog</translation>
    </message>
    <message>
        <source>As text</source>
        <translation>Als Text</translation>
    </message>
    <message>
        <source>As Markdown</source>
        <translation>Als Markdown</translation>
    </message>
    <message>
        <source>As JSON</source>
        <translation>Als JSON</translation>
    </message>
    <message>
        <source>Delete dialogue…</source>
        <translation>Dialog löschen…</translation>
    </message>
    <message>
        <source>More</source>
        <translation>Mehr</translation>
    </message>
    <message>
        <source>Details, metadata and state</source>
        <translation>Einzelheiten, Metadaten und Zustand</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>Einzelheiten</translation>
    </message>
    <message>
        <source>Find in this transcript</source>
        <translation>In diesem Verlauf suchen</translation>
    </message>
    <message>
        <source>Copy the messages</source>
        <translation>Nachrichten kopieren</translation>
    </message>
    <message>
        <source>Save the transcript</source>
        <translation>Verlauf speichern</translation>
    </message>
    <message>
        <source>No dialogue chosen</source>
        <translation>Kein Dialog gewählt</translation>
    </message>
    <message>
        <source>Choose one at the left to read it.</source>
        <translation>Wählen Sie links einen aus, um ihn zu lesen.</translation>
    </message>
    <message numerus="yes">
        <source>%Ln messages</source>
        <translation>
            <numerusform>%Ln Nachricht</numerusform>
            <numerusform>%Ln Nachrichten</numerusform>
        </translation>
    </message>
    <message>
        <source>End dialogue</source>
        <translation>Dialog beenden</translation>
    </message>
    <message>
        <source>Reopen dialogue</source>
        <translation>Dialog wieder öffnen</translation>
    </message>
    <message>
        <source>No messages yet</source>
        <translation>Noch keine Nachrichten</translation>
    </message>
    <message>
        <source>This dialogue was started, and nothing was said in it.</source>
        <translation>Dieser Dialog wurde begonnen, und nichts wurde darin gesagt.</translation>
    </message>
    <message>
        <source>transcript</source>
        <translation>verlauf</translation>
    </message>
    <message>
        <source>Not saved</source>
        <translation>Nicht gespeichert</translation>
    </message>
    <message>
        <source>The file could not be written: %1</source>
        <translation>Die Datei konnte nicht geschrieben werden: %1</translation>
    </message>
    <message>
        <source>Delete this dialogue?</source>
        <translation>Diesen Dialog löschen?</translation>
    </message>
    <message>
        <source>Its messages, state and summaries are deleted from this workspace. This cannot be undone.</source>
        <translation>Seine Nachrichten, sein Zustand und seine Zusammenfassungen werden aus diesem Arbeitsbereich gelöscht. Das lässt sich nicht rückgängig machen.</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>Threads</source>
        <translation>Zweige</translation>
    </message>
    <message>
        <source>That did not work</source>
        <translation>Das hat nicht geklappt</translation>
    </message>
</context>
<context>
    <name>cloister::ui::TryIt</name>
    <message>
        <source>The new key</source>
        <translation>Der neue Schlüssel</translation>
    </message>
    <message>
        <source>Copy the key</source>
        <translation>Den Schlüssel kopieren</translation>
    </message>
    <message>
        <source>This is the only time the key is shown. Only a digest of it is kept.</source>
        <translation>Der Schlüssel wird nur dieses eine Mal gezeigt. Aufbewahrt wird nur ein Prüfwert.</translation>
    </message>
    <message>
        <source>Copy the curl line</source>
        <translation>Die curl-Zeile kopieren</translation>
    </message>
    <message>
        <source>Copy the Node line</source>
        <translation>Die Node-Zeile kopieren</translation>
    </message>
    <message>
        <source>Try it: this stores a first message.</source>
        <translation>Zum Ausprobieren: Das speichert eine erste Nachricht.</translation>
    </message>
</context>
<context>
    <name>cloister::ui::UnlockView</name>
    <message>
        <source>Unlock</source>
        <translation>Entsperren</translation>
    </message>
    <message>
        <source>Open another workspace…</source>
        <translation>Einen anderen Arbeitsbereich öffnen…</translation>
    </message>
    <message>
        <source>Cloister is locked</source>
        <translation>Cloister ist gesperrt</translation>
    </message>
    <message>
        <source>Passphrase or recovery code</source>
        <translation>Passphrase oder Wiederherstellungscode</translation>
    </message>
    <message>
        <source>Unlocking</source>
        <translation>Wird entsperrt</translation>
    </message>
    <message>
        <source>The API goes on serving while the console is locked.</source>
        <translation>Die API bleibt erreichbar, während die Konsole gesperrt ist.</translation>
    </message>
    <message>
        <source>That does not unlock this workspace.</source>
        <translation>Das entsperrt diesen Arbeitsbereich nicht.</translation>
    </message>
    <message>
        <source>The workspace is sealed</source>
        <translation>Der Arbeitsbereich ist versiegelt</translation>
    </message>
    <message>
        <source>Every application is refused until it is unlocked.</source>
        <translation>Alle Anwendungen werden abgewiesen, bis er entsperrt wird.</translation>
    </message>
</context>
<context>
    <name>cloister::ui::VerdictPanel</name>
    <message>
        <source>The log was changed.</source>
        <translation>Das Protokoll wurde verändert.</translation>
    </message>
    <message>
        <source>Events are missing from the log.</source>
        <translation>Im Protokoll fehlen Ereignisse.</translation>
    </message>
    <message>
        <source>The log is whole and was not changed.</source>
        <translation>Das Protokoll ist vollständig und unverändert.</translation>
    </message>
    <message>
        <source>What is there was not changed; that nothing is missing cannot be proved.</source>
        <translation>Was da ist, wurde nicht verändert; dass nichts fehlt, lässt sich nicht beweisen.</translation>
    </message>
    <message>
        <source>%1 events and %2 signed checkpoints were examined; signatures vouch for the events up to number %3 of %4.</source>
        <translation>%1 Ereignisse und %2 signierte Prüfpunkte wurden untersucht; Signaturen bürgen für die Ereignisse bis Nummer %3 von %4.</translation>
    </message>
    <message>
        <source>The first event that does not fit is number %1.</source>
        <translation>Das erste Ereignis, das nicht passt, ist Nummer %1.</translation>
    </message>
    <message>
        <source>Show that event</source>
        <translation>Dieses Ereignis zeigen</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Examining the log…</source>
        <translation>Das Protokoll wird untersucht…</translation>
    </message>
    <message>
        <source>The log could not be examined.</source>
        <translation>Das Protokoll konnte nicht untersucht werden.</translation>
    </message>
    <message>
        <source>No change was found; the log is too new to have been signed.</source>
        <translation>Keine Veränderung gefunden; das Protokoll ist zu neu, um schon signiert zu sein.</translation>
    </message>
    <message numerus="yes">
        <source>%Ln events were examined.</source>
        <translation>
            <numerusform>%Ln Ereignis wurde untersucht.</numerusform>
            <numerusform>%Ln Ereignisse wurden untersucht.</numerusform>
        </translation>
    </message>
    <message>
        <source>A checkpoint is signed from time to time, with every export and when the workspace is closed; from then on it can also be proved that nothing is missing.</source>
        <translation>Ein Prüfpunkt wird regelmäßig, mit jedem Export und beim Schließen des Arbeitsbereichs signiert; von da an lässt sich auch beweisen, dass nichts fehlt.</translation>
    </message>
    <message>
        <source>Log: %1</source>
        <translation>Protokoll: %1</translation>
    </message>
</context>
<context>
    <name>cloister::ui::WelcomeView</name>
    <message>
        <source>Connect to a running service…</source>
        <translation>Mit einem laufenden Dienst verbinden…</translation>
    </message>
    <message>
        <source>Welcome to Cloister</source>
        <translation>Willkommen bei Cloister</translation>
    </message>
    <message>
        <source>A workspace keeps every project&apos;s conversations, encrypted on this machine. Choose where it is kept and what opens it.</source>
        <translation>Ein Arbeitsbereich bewahrt die Gespräche aller Projekte verschlüsselt auf diesem Rechner auf. Wählen Sie, wo er liegt und was ihn öffnet.</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>Ort</translation>
    </message>
    <message>
        <source>Making the workspace</source>
        <translation>Der Arbeitsbereich wird angelegt</translation>
    </message>
    <message>
        <source>Directory of the workspace</source>
        <translation>Verzeichnis des Arbeitsbereichs</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>Wählen…</translation>
    </message>
    <message>
        <source>Place of the workspace</source>
        <translation>Ort des Arbeitsbereichs</translation>
    </message>
    <message>
        <source>Create workspace</source>
        <translation>Arbeitsbereich anlegen</translation>
    </message>
    <message>
        <source>Open workspace</source>
        <translation>Arbeitsbereich öffnen</translation>
    </message>
    <message>
        <source>A new workspace will be made here.</source>
        <translation>Hier wird ein neuer Arbeitsbereich angelegt.</translation>
    </message>
    <message>
        <source>There is a workspace here.</source>
        <translation>Hier liegt ein Arbeitsbereich.</translation>
    </message>
    <message>
        <source>A running service has this workspace open; the console will attach to it.</source>
        <translation>Ein laufender Dienst hat diesen Arbeitsbereich geöffnet; die Konsole verbindet sich mit ihm.</translation>
    </message>
    <message>
        <source>Another program is using this workspace. Try again when it is done.</source>
        <translation>Ein anderes Programm benutzt diesen Arbeitsbereich. Versuchen Sie es danach erneut.</translation>
    </message>
    <message>
        <source>There is something else here. Choose an empty or new directory.</source>
        <translation>Hier liegt etwas anderes. Wählen Sie ein leeres oder neues Verzeichnis.</translation>
    </message>
</context>
</TS>
