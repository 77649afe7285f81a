namespace KafkaGen.Testing.Broker.Faults;

/// <summary>What happens to a request instead of, before or after its being carried out.</summary>
internal enum FaultKind
{
    /// <summary>It is answered with an error and not carried out.</summary>
    Refuse,

    /// <summary>It is carried out, and answered with an error all the same.</summary>
    RefuseAfter,

    /// <summary>The connection is cut, and the request not carried out.</summary>
    Close,

    /// <summary>It never arrives, nor does anything behind it on that connection.</summary>
    DropRequest,

    /// <summary>It is carried out later; what is behind it waits.</summary>
    DelayRequest,

    /// <summary>It is carried out and answered later.</summary>
    DelayAnswer,

    /// <summary>It is carried out; its answer and all behind it on that connection are lost.</summary>
    DropAnswer,

    /// <summary>It is carried out, and the connection cut instead of answering.</summary>
    CloseAfter,
}
