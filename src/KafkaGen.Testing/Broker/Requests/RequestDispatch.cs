using KafkaGen.Protocol;
using KafkaGen.Protocol.Messages;
using KafkaGen.Testing.Broker.Connections;
using KafkaGen.Testing.Broker.Faults;

namespace KafkaGen.Testing.Broker.Requests;

/// <summary>Brings each request to whoever answers it, past the faults that a test has set.</summary>
internal sealed class RequestDispatch(Cluster cluster)
{
    private readonly ProduceHandler _produce = new(cluster);
    private readonly FetchHandler _fetch = new(cluster);
    private readonly OffsetHandler _offsets = new(cluster);
    private readonly MetadataHandler _metadata = new(cluster);
    private readonly TopicHandler _topics = new(cluster);
    private readonly ConfigHandler _configs = new(cluster);
    private readonly CoordinatorHandler _coordinators = new(cluster);
    private readonly TransactionHandler _transactions = new(cluster);
    private readonly GroupHandler _groups = new(cluster);
    private readonly GroupOffsetHandler _groupOffsets = new(cluster);
    private readonly SaslHandler _sasl = new(cluster);

    public void Handle(PendingRequest request)
    {
        if (cluster.Faults.IsEmpty || !Meets(request))
        {
            Execute(request);
        }
    }

    /// <summary>Applies the fault that a request meets, and tells whether that is all that happens to it now.</summary>
    private bool Meets(PendingRequest request)
    {
        if (cluster.Faults.Take(request) is not { } fault)
        {
            return false;
        }

        switch (fault.Kind)
        {
            case FaultKind.Refuse:
                Response? refusal = Refusals.Of(request, fault.Error);
                if (refusal is null)
                {
                    request.AnswerNothing();
                }
                else
                {
                    request.Answer(refusal);
                }

                return true;
            case FaultKind.RefuseAfter:
                request.Instead = Refusals.Of(request, fault.Error);
                return false;
            case FaultKind.Close:
                request.Connection.Close(null);
                return true;
            case FaultKind.DropRequest:
                request.Connection.LoseRequests();
                return true;
            case FaultKind.DelayRequest:
                cluster.Schedule.At(cluster.Now + fault.Delay, () =>
                {
                    if (!request.Connection.IsClosed)
                    {
                        Execute(request);
                    }
                });
                return true;
            case FaultKind.DelayAnswer:
                request.AnswerDelay += fault.Delay;
                return false;
            case FaultKind.DropAnswer:
                request.LosesAnswer = true;
                return false;
            default:
                request.ClosesInstead = true;
                return false;
        }
    }

    private void Execute(PendingRequest request)
    {
        if (cluster.Authentication.IsRequired && request.Connection.Principal is null
            && request.Body is not (ApiVersionsRequest or SaslHandshakeRequest or SaslAuthenticateRequest))
        {
            request.Connection.Close($"{request.Header.Key} came before the client had authenticated (security.protocol should be SASL_PLAINTEXT or SASL_SSL)");
            return;
        }

        if (request.Connection.SessionEnd < cluster.Now && request.Body is not (SaslHandshakeRequest or SaslAuthenticateRequest))
        {
            request.Connection.Close("its login has expired and was not renewed");
            return;
        }

        switch (request.Body)
        {
            case ProduceRequest body:
                _produce.Handle(request, body);
                break;
            case FetchRequest body:
                _fetch.Handle(request, body);
                break;
            case ListOffsetsRequest body:
                request.Answer(_offsets.List(request, body));
                break;
            case OffsetForLeaderEpochRequest body:
                request.Answer(_offsets.EndOfEpochs(request, body));
                break;
            case MetadataRequest body:
                request.Answer(_metadata.Describe(request, body));
                break;
            case DescribeClusterRequest body:
                request.Answer(_metadata.DescribeCluster(body));
                break;
            case ApiVersionsRequest:
                request.Answer(cluster.ApiLimits.Answer(cluster.Settings));
                break;
            case CreateTopicsRequest body:
                request.Answer(_topics.Create(request, body));
                break;
            case DeleteTopicsRequest body:
                request.Answer(_topics.Delete(request, body));
                break;
            case CreatePartitionsRequest body:
                request.Answer(_topics.Grow(request, body));
                break;
            case DescribeConfigsRequest body:
                request.Answer(_configs.Describe(request, body));
                break;
            case FindCoordinatorRequest body:
                request.Answer(_coordinators.Find(request, body));
                break;
            case InitProducerIdRequest body:
                request.Answer(_transactions.Initialize(request, body));
                break;
            case AddPartitionsToTxnRequest body:
                request.Answer(_transactions.AddPartitions(request, body));
                break;
            case AddOffsetsToTxnRequest body:
                request.Answer(_transactions.AddOffsets(request, body));
                break;
            case EndTxnRequest body:
                request.Answer(_transactions.End(request, body));
                break;
            case TxnOffsetCommitRequest body:
                request.Answer(_groupOffsets.CommitInTransaction(request, body));
                break;
            case OffsetCommitRequest body:
                request.Answer(_groupOffsets.Commit(request, body));
                break;
            case OffsetFetchRequest body:
                request.Answer(_groupOffsets.Fetch(request, body));
                break;
            case JoinGroupRequest body:
                _groups.Join(request, body);
                break;
            case SyncGroupRequest body:
                _groups.Sync(request, body);
                break;
            case HeartbeatRequest body:
                request.Answer(_groups.Heartbeat(request, body));
                break;
            case LeaveGroupRequest body:
                request.Answer(_groups.Leave(request, body));
                break;
            case SaslHandshakeRequest body:
                request.Answer(_sasl.Handshake(request, body));
                break;
            case SaslAuthenticateRequest body:
                request.Answer(_sasl.Authenticate(request, body));
                break;
            default:
                request.Connection.Close($"{request.Header.Key} has no answer here");
                break;
        }
    }
}
