// More than there are cores on a small machine: many tests wait for an emulator, for Postgres or for a disk.
[assembly: CollectionBehavior(MaxParallelThreads = 4)]
