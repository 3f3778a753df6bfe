-- The home feed is posts that are to be seen: replies, and what was taken back, are not walked past.
CREATE INDEX activities_home ON activities (created_at DESC, uuid DESC)
    WHERE reply_to_activity_uuid IS NULL AND deleted_at IS NULL;

DROP INDEX activities_newest;
