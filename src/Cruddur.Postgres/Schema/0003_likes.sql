-- Who likes what: once, by the key. The numbers in activities are counted from what is there.
CREATE TABLE activity_likes (
    activity_uuid uuid NOT NULL REFERENCES activities (uuid) ON DELETE CASCADE,
    user_uuid uuid NOT NULL REFERENCES users (uuid) ON DELETE CASCADE,
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (activity_uuid, user_uuid)
);

CREATE INDEX activity_likes_of_user ON activity_likes (user_uuid);

-- When its author took it back; the words are gone then, and what is left answers who posts the same again.
ALTER TABLE activities ADD COLUMN deleted_at timestamptz;

-- The original's program always gives a time; a post without one ends as late as one can.
UPDATE activities SET expires_at = date_trunc('second', created_at) + interval '30 days' WHERE expires_at IS NULL;
ALTER TABLE activities
    ALTER COLUMN expires_at SET DEFAULT date_trunc('second', now()) + interval '7 days',
    ALTER COLUMN expires_at SET NOT NULL;

-- Nothing was ever counted there.
UPDATE activities a SET likes_count = 0,
    replies_count = (SELECT count(*) FROM activities r WHERE r.reply_to_activity_uuid = a.uuid);
