-- People, as in the original: a database that its schema.sql made is taken over with all who are in it.
CREATE TABLE IF NOT EXISTS users (
    uuid uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    display_name text NOT NULL,
    handle text NOT NULL,
    email text,
    cognito_user_id text,
    created_at timestamptz NOT NULL DEFAULT now()
);

ALTER TABLE users
    -- The original wrote times without a zone, meant as UTC; a migration runs with that as its zone.
    ALTER COLUMN created_at TYPE timestamptz,
    ALTER COLUMN created_at SET DEFAULT now(),
    ALTER COLUMN uuid SET DEFAULT gen_random_uuid(),
    -- Not everybody comes from a pool, and some providers tell no address.
    ALTER COLUMN email DROP NOT NULL,
    ALTER COLUMN cognito_user_id DROP NOT NULL,
    -- Counts changes: what a node remembers is not replaced by something older.
    ADD COLUMN version bigint NOT NULL DEFAULT 1,
    -- The name that the search terms are of. Another one than display_name where another program wrote the row: such
    -- rows are indexed when a server starts and by 'cruddur db migrate'.
    ADD COLUMN indexed_name text,
    ADD CONSTRAINT users_handle_is_valid CHECK (handle COLLATE "C" ~ '^[A-Za-z0-9_]{2,30}$');

-- What the original's seed put there, the same for everybody.
UPDATE users SET cognito_user_id = NULL WHERE cognito_user_id = 'MOCK';

CREATE UNIQUE INDEX users_handle_key ON users (lower(handle COLLATE "C"));

-- The sub of the pool, or issuer|sub of another provider.
CREATE UNIQUE INDEX users_cognito_user_id_key ON users (cognito_user_id);

CREATE INDEX users_not_indexed ON users (uuid) WHERE indexed_name IS DISTINCT FROM display_name;

-- By what people are found; kind is 'handle' or 'name'. The same rows as FIND#… in the table of items, in the same order.
CREATE TABLE user_search_terms (
    kind text NOT NULL,
    sort_key text COLLATE "C" NOT NULL,
    user_uuid uuid NOT NULL REFERENCES users (uuid) ON DELETE CASCADE,
    PRIMARY KEY (kind, sort_key)
);

CREATE INDEX user_search_terms_user ON user_search_terms (user_uuid, kind);

-- Who is being added together with something in the table of items, which decides: docs/decisions/0015.
CREATE TABLE users_being_added (
    user_uuid uuid PRIMARY KEY REFERENCES users (uuid) ON DELETE CASCADE,
    since timestamptz NOT NULL
);
