-- The workspace: which projects there are, who may do what, and the workspace's own audit events.

CREATE TABLE project (
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    created INTEGER NOT NULL,
    format TEXT NOT NULL,
    immutable INTEGER NOT NULL,
    deletion_protected INTEGER NOT NULL,
    PRIMARY KEY (id)
) WITHOUT ROWID;
CREATE UNIQUE INDEX project_by_name ON project (name);

-- Projects whose creation or removal is under way: what is left of them when the workspace is opened is cleared away.
CREATE TABLE unfinished_project (
    id TEXT NOT NULL,
    PRIMARY KEY (id)
) WITHOUT ROWID;

CREATE TABLE api_key (
    id TEXT NOT NULL,
    project_id TEXT NOT NULL,
    label TEXT NOT NULL,
    verifier BLOB NOT NULL,
    scopes INTEGER NOT NULL,
    namespaces TEXT,
    addresses TEXT,
    created INTEGER NOT NULL,
    expires INTEGER,
    last_used INTEGER,
    revoked INTEGER,
    PRIMARY KEY (id)
) WITHOUT ROWID;
CREATE INDEX api_key_by_project ON api_key (project_id, created);

CREATE TABLE account (
    name TEXT NOT NULL,
    role INTEGER NOT NULL,
    passphrase TEXT NOT NULL,
    created INTEGER NOT NULL,
    disabled INTEGER,
    PRIMARY KEY (name)
) WITHOUT ROWID;

-- project_id is empty for the admin list.
CREATE TABLE allowed_address (
    project_id TEXT NOT NULL,
    network TEXT NOT NULL,
    note TEXT NOT NULL,
    created INTEGER NOT NULL,
    PRIMARY KEY (project_id, network)
) WITHOUT ROWID;

CREATE TABLE setting (
    name TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (name)
) WITHOUT ROWID;

CREATE TABLE event (
    seq INTEGER PRIMARY KEY,
    time INTEGER NOT NULL,
    action TEXT NOT NULL,
    outcome TEXT NOT NULL,
    actor TEXT NOT NULL,
    address TEXT NOT NULL,
    namespace TEXT NOT NULL,
    entity TEXT NOT NULL,
    body BLOB NOT NULL,
    hash BLOB NOT NULL
);

-- What was signed about the first seq events; frontier is where the tree over them is taken up again.
CREATE TABLE checkpoint (
    seq INTEGER PRIMARY KEY,
    body BLOB NOT NULL,
    signature BLOB NOT NULL,
    frontier BLOB NOT NULL
);
