namespace KafkaGen.Sending.Brain;

/// <summary>The rules of delivery, each of which a test can have broken to see that the simulation notices.</summary>
internal enum BrokenRule
{
    None = 0,

    /// <summary>A second batch is sent before the leader has acknowledged a first one of this producer epoch.</summary>
    PipelineBeforeFirstAcknowledgement,

    /// <summary>So much is sent behind a batch that waits for its answer that brokers do not remember it.</summary>
    OutrunMemory,

    /// <summary>The same as the first, and a batch behind one that waits for its retry is sent first.</summary>
    OvertakeRetries,

    /// <summary>The same as the first, and a later acknowledgement answers the earlier batches, too.</summary>
    ConcludeAcknowledgements,

    /// <summary>A new epoch is taken by every partition at once, with what is unanswered.</summary>
    NewEpochForAll,

    /// <summary>Numbers are given anew while batches are on the wire.</summary>
    RenumberOnWire,

    /// <summary>What may be stored is numbered anew.</summary>
    RenumberWhatMayBeStored,

    /// <summary>A retry takes new numbers.</summary>
    RenumberRetries,

    /// <summary>A number that was given counts one too few.</summary>
    MiscountNumbers,

    /// <summary>A lost answer is taken for a refusal.</summary>
    TakeSilenceForRefusal,

    /// <summary>NOT_LEADER_OR_FOLLOWER is taken for a word on whether the batch is stored.</summary>
    TakeWrongLeaderForRefusal,

    /// <summary>A batch that expired on the wire is called not persisted.</summary>
    CallExpiredOnWireNotPersisted,

    /// <summary>A batch whose connection is lost is not sent again.</summary>
    ForgetBatchesOfLostConnections,

    /// <summary>A batch is sent to a new leader while an earlier one is on the wire to the old one.</summary>
    UseTwoConnections,

    /// <summary>A batch that may be stored is split.</summary>
    SplitWhatMayBeStored,

    /// <summary>The halves of a batch that is too large swap places.</summary>
    SwapHalves,

    /// <summary>Answers are matched to batches by their place instead of their partition.</summary>
    MatchAnswersByPlace,

    /// <summary>The memory of a batch that fails is kept.</summary>
    KeepRoomOfFailures,

    /// <summary>The memory of a batch that expires on the wire is given back at once.</summary>
    FreeMemoryOnWire,

    /// <summary>A flush waits only for what was sent.</summary>
    FlushOnlyWhatWasSent,

    /// <summary>The linger of an open batch is not watched.</summary>
    ForgetLinger,
}
