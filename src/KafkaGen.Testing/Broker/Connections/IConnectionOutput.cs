namespace KafkaGen.Testing.Broker.Connections;

/// <summary>The client's end of a connection: where answers go.</summary>
internal interface IConnectionOutput
{
    /// <summary>Sends an answer, its four bytes of length included. The memory is the receiver's from then on.</summary>
    void Send(ReadOnlyMemory<byte> answer);

    /// <summary>Cuts the connection.</summary>
    void Close();
}
