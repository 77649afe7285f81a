namespace KafkaGen.Testing.Broker.Connections;

/// <summary>The client's end of a connection: where answers go.</summary>
internal interface IConnectionOutput
{
    /// <summary>Sends an answer, its four bytes of length included. The memory is the receiver's from then on.</summary>
    void Send(ReadOnlyMemory<byte> answer);

    /// <summary>Cuts the connection.</summary>
    void Close();

    /// <summary>
    /// Many requests wait for their turn: whoever brings them should bring no more until <see cref="Resume"/>, as Kafka reads no further from a
    /// connection whose request it works on.
    /// </summary>
    void Pause();

    /// <summary>Most of the requests that waited had their turn.</summary>
    void Resume();
}
