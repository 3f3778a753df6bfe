-- Each try to add somebody is decided by itself, and by the table that it was begun with: docs/decisions/0015.
-- Tries from before cannot be told apart: who is there without an account shows, and keeps the handle.
DELETE FROM users_being_added;

ALTER TABLE users_being_added
    ADD COLUMN attempt uuid NOT NULL,
    -- Of the table's STORE / EPOCH. Marks of another table, or of another life of this one, are for that one to settle.
    ADD COLUMN epoch text NOT NULL;
