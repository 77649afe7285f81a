namespace KafkaGen.Accumulating;

/// <summary>
/// Who is told what became of records, other than by <see cref="BatchAnswer"/> itself. All of it is called by the thread that answers, and must return at once: nobody's code runs here.
/// </summary>
internal interface IRecordReply
{
    /// <summary>Notes where a record is stored.</summary>
    /// <param name="index">Its place among the records of this reply.</param>
    /// <param name="at">Where.</param>
    void Acknowledge(int index, in Acknowledgement at);

    /// <summary>Notes why a record failed.</summary>
    /// <param name="index">Its place among the records of this reply.</param>
    /// <param name="error">Why.</param>
    void Fail(int index, ProduceException error);

    /// <summary>So many records were noted: whoever waits may be told.</summary>
    void Complete(int records);
}

/// <summary>Who is told what became of a record.</summary>
internal readonly struct ReplyTo
{
    private ReplyTo(bool isAwaited, bool isToNobody, IRecordReply? reply, int index)
    {
        IsAwaited = isAwaited;
        IsToNobody = isToNobody;
        Reply = reply;
        Index = index;
    }

    /// <summary>The caller, by the batch's answer.</summary>
    internal static ReplyTo Caller => new(isAwaited: true, isToNobody: false, null, 0);

    /// <summary>Nobody: a failure is the application's.</summary>
    internal static ReplyTo Nobody => new(isAwaited: false, isToNobody: true, null, 0);

    /// <summary>Whether a <see cref="ValueTask{TResult}"/> is wanted.</summary>
    internal bool IsAwaited { get; }

    /// <summary>Whether no caller hears of a failure.</summary>
    internal bool IsToNobody { get; }

    internal IRecordReply? Reply { get; }

    /// <summary>The record's place in the reply.</summary>
    internal int Index { get; }

    /// <summary>A reply.</summary>
    /// <param name="reply">The reply.</param>
    /// <param name="index">The record's place in it.</param>
    /// <param name="isToNobody">Whether it only looks on, and no caller hears of a failure.</param>
    internal static ReplyTo Of(IRecordReply reply, int index, bool isToNobody) => new(isAwaited: false, isToNobody, reply, index);
}
