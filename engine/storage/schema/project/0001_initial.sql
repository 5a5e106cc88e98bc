-- One project. Every tenant table and index starts with pk (the partition key); `event` is the one project-wide table.
-- Tables of small rows are WITHOUT ROWID, tables with sealed values are ordinary ones with the sealed columns last.

CREATE TABLE namespace (
    pk TEXT NOT NULL,
    name TEXT NOT NULL,
    state INTEGER NOT NULL,
    created INTEGER NOT NULL,
    generation INTEGER NOT NULL,
    last_ulid TEXT NOT NULL,
    next_seq INTEGER NOT NULL,
    dialogues INTEGER NOT NULL,
    messages INTEGER NOT NULL,
    memories INTEGER NOT NULL,
    bytes INTEGER NOT NULL,
    last_activity INTEGER NOT NULL,
    retention TEXT,
    hold INTEGER NOT NULL,
    PRIMARY KEY (pk)
) WITHOUT ROWID;

CREATE TABLE dialogue (
    pk TEXT NOT NULL,
    id TEXT NOT NULL,
    seq INTEGER NOT NULL,
    status INTEGER NOT NULL,
    thread_of TEXT,
    label TEXT,
    created INTEGER NOT NULL,
    modified INTEGER NOT NULL,
    ended INTEGER,
    archived INTEGER,
    messages INTEGER NOT NULL,
    threads INTEGER NOT NULL,
    next_message_seq INTEGER NOT NULL,
    last_message_created INTEGER,
    bytes INTEGER NOT NULL,
    tags TEXT NOT NULL,
    metadata BLOB NOT NULL,
    state BLOB NOT NULL,
    PRIMARY KEY (pk, id)
);
CREATE INDEX dialogue_by_created ON dialogue (pk, created, seq);
CREATE INDEX dialogue_by_seq ON dialogue (pk, seq);
CREATE INDEX dialogue_by_thread ON dialogue (pk, thread_of, created, seq);

CREATE TABLE message (
    pk TEXT NOT NULL,
    dialogue_id TEXT NOT NULL,
    seq INTEGER NOT NULL,
    id TEXT NOT NULL,
    role TEXT NOT NULL,
    created INTEGER NOT NULL,
    modified INTEGER NOT NULL,
    content_length INTEGER NOT NULL,
    images INTEGER NOT NULL,
    has_image INTEGER NOT NULL,
    bytes INTEGER NOT NULL,
    tags TEXT NOT NULL,
    name BLOB,
    metadata BLOB NOT NULL,
    content BLOB NOT NULL,
    PRIMARY KEY (pk, dialogue_id, seq)
);
CREATE INDEX message_by_created ON message (pk, dialogue_id, created, seq);

CREATE TABLE message_id (
    pk TEXT NOT NULL,
    dialogue_id TEXT NOT NULL,
    id TEXT NOT NULL,
    seq INTEGER NOT NULL,
    PRIMARY KEY (pk, dialogue_id, id)
) WITHOUT ROWID;

CREATE TABLE memory (
    pk TEXT NOT NULL,
    id TEXT NOT NULL,
    seq INTEGER NOT NULL,
    created INTEGER NOT NULL,
    modified INTEGER NOT NULL,
    bytes INTEGER NOT NULL,
    tags TEXT NOT NULL,
    label BLOB,
    description BLOB,
    metadata BLOB NOT NULL,
    value BLOB NOT NULL,
    PRIMARY KEY (pk, id)
);
CREATE INDEX memory_by_created ON memory (pk, created, seq);

CREATE TABLE summary (
    pk TEXT NOT NULL,
    id TEXT NOT NULL,
    dialogue_id TEXT NOT NULL,
    seq INTEGER NOT NULL,
    status INTEGER NOT NULL,
    created INTEGER NOT NULL,
    modified INTEGER NOT NULL,
    tags TEXT NOT NULL,
    body BLOB NOT NULL,
    PRIMARY KEY (pk, id)
);
CREATE INDEX summary_by_dialogue ON summary (pk, dialogue_id, created, seq);

CREATE TABLE image (
    pk TEXT NOT NULL,
    dialogue_id TEXT NOT NULL,
    message_seq INTEGER NOT NULL,
    n INTEGER NOT NULL,
    media_type TEXT NOT NULL,
    place INTEGER NOT NULL,
    value BLOB NOT NULL,
    PRIMARY KEY (pk, dialogue_id, message_seq, n)
);

-- Parts of values over 256 KiB: `owner` is the table and column, `key` the row's own key as text.
CREATE TABLE chunk (
    pk TEXT NOT NULL,
    owner TEXT NOT NULL,
    key TEXT NOT NULL,
    n INTEGER NOT NULL,
    value BLOB NOT NULL,
    PRIMARY KEY (pk, owner, key, n)
);

CREATE TABLE tag (
    pk TEXT NOT NULL,
    object TEXT NOT NULL,
    tag TEXT NOT NULL,
    created INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    id TEXT NOT NULL,
    PRIMARY KEY (pk, object, tag, created, seq)
) WITHOUT ROWID;

-- What the search knows of a record, in parts of at most 256 KiB. `space` names the embedder of its vectors: empty while
-- the record waits for them, null in all parts but the first.
CREATE TABLE search_entry (
    pk TEXT NOT NULL,
    object TEXT NOT NULL,
    id TEXT NOT NULL,
    part INTEGER NOT NULL,
    space TEXT,
    entry BLOB NOT NULL,
    PRIMARY KEY (pk, object, id, part)
);
CREATE INDEX search_entry_by_space ON search_entry (pk, space, object, id);

-- Large indexes as they stood at some time, in parts.
CREATE TABLE search_image (
    pk TEXT NOT NULL,
    object TEXT NOT NULL,
    part INTEGER NOT NULL,
    image BLOB NOT NULL,
    PRIMARY KEY (pk, object, part)
);

CREATE TABLE idempotency (
    pk TEXT NOT NULL,
    api_key TEXT NOT NULL,
    route TEXT NOT NULL,
    key TEXT NOT NULL,
    expires INTEGER NOT NULL,
    digest BLOB NOT NULL,
    ids TEXT NOT NULL,
    PRIMARY KEY (pk, api_key, route, key)
) WITHOUT ROWID;
CREATE INDEX idempotency_by_expiry ON idempotency (pk, expires);

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
