namespace KafkaGen.Connections;

/// <summary>
/// Told what becomes of an attempt to connect, and of the connection: <see cref="Failed"/> alone, or <see cref="Connected"/> first and <see cref="Closed"/> last.
/// Called by the threads of the connection, which must not be held up.
/// </summary>
internal interface IConnectionEvents
{
    /// <summary>No address could be connected.</summary>
    void Failed(string reason);

    void Connected(BrokerConnection connection);

    /// <summary>A frame came.</summary>
    /// <param name="frame">The frame without its length, in an array of the shared pool, which the callee gives back.</param>
    /// <param name="length">How many of its bytes are the frame.</param>
    void Received(byte[] frame, int length);

    /// <summary>A request that has no answer was written.</summary>
    void Written(int correlationId);

    /// <summary>The connection is gone, and no thread of it looks at the memory of a request any more.</summary>
    void Closed(string reason);
}
