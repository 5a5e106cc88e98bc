-- One row per namespace key, wrapped with the project key. Deleting a row makes every copy of the project file
-- unreadable for that namespace. `tag` is the namespace's name in audit events.
CREATE TABLE namespace_key (
    pk TEXT NOT NULL,
    generation INTEGER NOT NULL,
    tag TEXT NOT NULL,
    wrapped BLOB NOT NULL,
    PRIMARY KEY (pk)
) WITHOUT ROWID;
CREATE INDEX namespace_key_by_tag ON namespace_key (tag);

-- The newest generation any erased namespace had, so that a name used again never repeats one.
CREATE TABLE erased_generation (
    generation INTEGER NOT NULL
);
INSERT INTO erased_generation (generation) VALUES (0);

-- Namespaces whose key is destroyed and whose rows may still stand in the project's file.
CREATE TABLE erasure (
    pk TEXT NOT NULL,
    tag TEXT NOT NULL,
    PRIMARY KEY (pk)
) WITHOUT ROWID;
