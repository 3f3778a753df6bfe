-- Posts, as in the original: a table that its schema.sql made is taken over.
CREATE TABLE IF NOT EXISTS activities (
    uuid uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    user_uuid uuid NOT NULL,
    message text NOT NULL,
    replies_count integer NOT NULL DEFAULT 0,
    reposts_count integer NOT NULL DEFAULT 0,
    likes_count integer NOT NULL DEFAULT 0,
    reply_to_activity_uuid uuid,
    expires_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT now()
);

-- The original has a number here, which can name no post.
ALTER TABLE activities ALTER COLUMN reply_to_activity_uuid TYPE text;
ALTER TABLE activities ALTER COLUMN reply_to_activity_uuid TYPE uuid USING
    CASE WHEN length(reply_to_activity_uuid) = 36 THEN reply_to_activity_uuid::uuid END;

UPDATE activities SET replies_count = coalesce(replies_count, 0),
    reposts_count = coalesce(reposts_count, 0),
    likes_count = coalesce(likes_count, 0)
WHERE replies_count IS NULL OR reposts_count IS NULL OR likes_count IS NULL;

ALTER TABLE activities
    ALTER COLUMN uuid SET DEFAULT gen_random_uuid(),
    ALTER COLUMN replies_count SET NOT NULL,
    ALTER COLUMN reposts_count SET NOT NULL,
    ALTER COLUMN likes_count SET NOT NULL,
    ALTER COLUMN expires_at TYPE timestamptz,
    ALTER COLUMN created_at TYPE timestamptz,
    ALTER COLUMN created_at SET DEFAULT now(),
    ADD CONSTRAINT activities_user FOREIGN KEY (user_uuid) REFERENCES users (uuid) ON DELETE CASCADE;

-- The home feed and somebody's posts, newest first; what has expired, to remove it.
CREATE INDEX activities_newest ON activities (created_at DESC, uuid DESC);
CREATE INDEX activities_of_user ON activities (user_uuid, created_at DESC, uuid DESC);
CREATE INDEX activities_expiring ON activities (expires_at) WHERE expires_at IS NOT NULL;
CREATE INDEX activities_replies ON activities (reply_to_activity_uuid, created_at)
    WHERE reply_to_activity_uuid IS NOT NULL;
