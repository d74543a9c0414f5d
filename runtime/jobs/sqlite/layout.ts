/**
 * The steps from an empty database to the newest layout; a database of layout N has taken the first N. A step that has
 * been released is never edited: a change is one more step.
 */
export const LAYOUT: readonly string[] = [
  `
  CREATE TABLE turns (last INTEGER NOT NULL) STRICT;
  INSERT INTO turns VALUES (0);

  CREATE TABLE jobs (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    status TEXT NOT NULL CHECK (status IN ('waiting', 'held', 'running', 'done', 'failed', 'cancelled')),
    place REAL NOT NULL,
    client TEXT,
    created_at INTEGER NOT NULL,
    started_at INTEGER,
    ended_at INTEGER,
    attempt INTEGER NOT NULL DEFAULT 0,
    stopping INTEGER NOT NULL DEFAULT 0,
    retry_of TEXT,
    workflow_id TEXT,
    error TEXT,
    cached TEXT NOT NULL DEFAULT '[]',
    executed TEXT NOT NULL DEFAULT '[]'
  ) STRICT;
  CREATE INDEX jobs_by_place ON jobs (status, place, id);
  CREATE INDEX jobs_by_end ON jobs (ended_at, number) WHERE ended_at IS NOT NULL;
  CREATE INDEX jobs_by_creation ON jobs (created_at, number);

  CREATE TABLE requests (
    job INTEGER PRIMARY KEY REFERENCES jobs (number) ON DELETE CASCADE,
    prompt TEXT NOT NULL,
    targets TEXT NOT NULL,
    workflow TEXT NOT NULL,
    extra TEXT NOT NULL,
    files TEXT NOT NULL,
    may_retry INTEGER NOT NULL,
    previews INTEGER NOT NULL
  ) STRICT;

  CREATE TABLE files (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    folder TEXT NOT NULL CHECK (folder IN ('input', 'output', 'temp')),
    subfolder TEXT NOT NULL,
    name TEXT NOT NULL,
    blob TEXT NOT NULL,
    bytes INTEGER NOT NULL,
    media_type TEXT NOT NULL,
    job INTEGER REFERENCES jobs (number) ON DELETE SET NULL,
    created_at INTEGER NOT NULL,
    UNIQUE (folder, subfolder, name)
  ) STRICT;
  CREATE INDEX files_by_blob ON files (blob);
  CREATE INDEX files_by_job ON files (job);
  CREATE INDEX files_by_folder ON files (folder, created_at);

  CREATE TABLE names (
    folder TEXT NOT NULL,
    subfolder TEXT NOT NULL,
    stem TEXT NOT NULL,
    ending TEXT NOT NULL,
    last INTEGER NOT NULL,
    PRIMARY KEY (folder, subfolder, stem, ending)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE outputs (
    job INTEGER NOT NULL REFERENCES jobs (number) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    node TEXT NOT NULL,
    display TEXT NOT NULL,
    texts TEXT NOT NULL,
    PRIMARY KEY (job, number)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE output_files (
    job INTEGER NOT NULL,
    output INTEGER NOT NULL,
    number INTEGER NOT NULL,
    file INTEGER NOT NULL REFERENCES files (number) ON DELETE CASCADE,
    PRIMARY KEY (job, output, number),
    FOREIGN KEY (job, output) REFERENCES outputs (job, number) ON DELETE CASCADE
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX output_files_by_file ON output_files (file);

  CREATE TABLE keys (
    key TEXT PRIMARY KEY,
    job TEXT NOT NULL,
    until INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  `,
];
