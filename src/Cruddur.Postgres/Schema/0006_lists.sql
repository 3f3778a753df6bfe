-- As the home feed: somebody's replies, and what was taken back, are not walked past. What shuts out readers, taking the old
-- ones away, comes last and takes a moment.
CREATE INDEX activities_of_user_shown ON activities (user_uuid, created_at DESC, uuid DESC)
    WHERE reply_to_activity_uuid IS NULL AND deleted_at IS NULL;

CREATE INDEX activities_replies_shown ON activities (reply_to_activity_uuid, created_at, uuid)
    WHERE reply_to_activity_uuid IS NOT NULL AND deleted_at IS NULL;

-- Whoever goes takes along all that is theirs, which activities_of_user no longer has.
CREATE INDEX activities_user_uuid ON activities (user_uuid);

DROP INDEX activities_of_user;
ALTER INDEX activities_of_user_shown RENAME TO activities_of_user;
DROP INDEX activities_replies;
ALTER INDEX activities_replies_shown RENAME TO activities_replies;
