-- As the home feed: somebody's replies, and what was taken back, are not walked past.
DROP INDEX activities_of_user;
CREATE INDEX activities_of_user ON activities (user_uuid, created_at DESC, uuid DESC)
    WHERE reply_to_activity_uuid IS NULL AND deleted_at IS NULL;

DROP INDEX activities_replies;
CREATE INDEX activities_replies ON activities (reply_to_activity_uuid, created_at, uuid)
    WHERE reply_to_activity_uuid IS NOT NULL AND deleted_at IS NULL;

-- Whoever goes takes along all that is theirs, which activities_of_user no longer has.
CREATE INDEX activities_user_uuid ON activities (user_uuid);
