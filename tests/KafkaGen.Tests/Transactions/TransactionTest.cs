using KafkaGen.Tests.Sending;

namespace KafkaGen.Tests.Transactions;

/// <summary>A test with transactions on an embedded Kafka.</summary>
public abstract class TransactionTest : ClusterTest
{
    protected (KafkaGenClient Client, IKafkaTransactions Transactions) Open(
        Action<KafkaTransactionOptions>? configure = null, Action<KafkaGenOptions>? configureClient = null)
    {
        KafkaGenClient client = Connect(configureClient);
        return (client, client.OpenTransactions("checkout", configure));
    }

    protected static Task<KafkaTransaction> BeginAsync(IKafkaTransactions transactions) =>
        transactions.BeginAsync(Cancelled).AsTask().WaitAsync(Bound, Cancelled);

    protected static Task CommitAsync(KafkaTransaction transaction) => transaction.CommitAsync(Cancelled).WaitAsync(Bound, Cancelled);
}
