using KafkaGen.Protocol;
using KafkaGen.Testing.Broker.Faults;

namespace KafkaGen.Testing;

/// <summary>Something that goes wrong with requests, for <see cref="EmbeddedKafka.AddFault"/>. By default the next request meets it, and no other.</summary>
/// <example>
/// <code>
/// kafka.AddFault(KafkaFault.DropAnswer(KafkaApiKey.Produce) with { Topic = "orders.created", Times = 3 });
/// </code>
/// </example>
public sealed record KafkaFault
{
    private readonly int? _times = 1;

    private KafkaFault(FaultKind kind) => Kind = kind;

    /// <summary>The kind of request; <see langword="null"/> means every kind.</summary>
    public KafkaApiKey? Request { get; init; }

    /// <summary>
    /// The broker, 1 to <see cref="EmbeddedKafka.BrokerCount"/>; no request meets the fault of a broker that does not exist.
    /// <see langword="null"/> means each. Default: <see langword="null"/>.
    /// </summary>
    public int? BrokerId { get; init; }

    /// <summary>
    /// The topic that the request must name, by name or by id; <see langword="null"/> means any. Metadata of all topics names each. Default:
    /// <see langword="null"/>.
    /// </summary>
    public string? Topic { get; init; }

    /// <summary>The client id (<c>client.id</c>) that the request must have; <see langword="null"/> means any. Default: <see langword="null"/>.</summary>
    public string? ClientId { get; init; }

    /// <summary>
    /// Which requests, among those that the other properties allow; <see langword="null"/> means all of them. Default: <see langword="null"/>.
    /// </summary>
    /// <remarks>
    /// It runs inside the broker, for one request at a time: it must be quick, and cannot call the cluster. When it throws, the request does not meet
    /// the fault, and <see cref="EmbeddedKafkaOptions.Log"/> is told why.
    /// </remarks>
    /// <example>
    /// <code>
    /// kafka.AddFault(KafkaFault.Close(KafkaApiKey.Produce) with { When = request => request.ApiVersion &lt; 13, Times = null });
    /// </code>
    /// </example>
    public Func<KafkaRequest, bool>? When { get; init; }

    /// <summary>How many requests meet it, 1 or more; <see langword="null"/> means all until it is removed. Default: 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is zero or negative.</exception>
    public int? Times
    {
        get => _times;
        init
        {
            if (value is { } times)
            {
                ArgumentOutOfRangeException.ThrowIfLessThan(times, 1, nameof(Times));
            }

            _times = value;
        }
    }

    internal FaultKind Kind { get; }

    internal KafkaErrorCode Error { get; private init; }

    internal TimeSpan Delay { get; private init; }

    /// <summary>The request is answered with an error, and not carried out.</summary>
    /// <param name="request">The kind of request.</param>
    /// <param name="error">
    /// The error. <see cref="KafkaErrorCode.None"/> claims success for what was not done. Codes below -1 are librdkafka's own, which no broker sends.
    /// </param>
    public static KafkaFault Refuse(KafkaApiKey request, KafkaErrorCode error) => new(FaultKind.Refuse) { Request = request, Error = error };

    /// <summary>
    /// The request is carried out, and answered with an error all the same: records are stored and their batch is answered with
    /// <see cref="KafkaErrorCode.RequestTimedOut"/> or <see cref="KafkaErrorCode.NotEnoughReplicasAfterAppend"/>, for example.
    /// </summary>
    /// <param name="request">The kind of request.</param>
    /// <param name="error">The error.</param>
    public static KafkaFault RefuseAfter(KafkaApiKey request, KafkaErrorCode error) =>
        new(FaultKind.RefuseAfter) { Request = request, Error = error };

    /// <summary>The connection is cut, and the request not carried out.</summary>
    /// <param name="request">The kind of request.</param>
    public static KafkaFault Close(KafkaApiKey request) => new(FaultKind.Close) { Request = request };

    /// <summary>The request is carried out, and the connection cut instead of answering.</summary>
    /// <param name="request">The kind of request.</param>
    public static KafkaFault CloseAfter(KafkaApiKey request) => new(FaultKind.CloseAfter) { Request = request };

    /// <summary>The request never arrives, nor does anything behind it on that connection: the client hears nothing until it gives up.</summary>
    /// <param name="request">The kind of request.</param>
    public static KafkaFault DropRequest(KafkaApiKey request) => new(FaultKind.DropRequest) { Request = request };

    /// <summary>The request is carried out; its answer and all behind it on that connection are lost: the client hears nothing until it gives up.</summary>
    /// <param name="request">The kind of request.</param>
    public static KafkaFault DropAnswer(KafkaApiKey request) => new(FaultKind.DropAnswer) { Request = request };

    /// <summary>The request is carried out later. What is behind it on the connection waits.</summary>
    /// <param name="request">The kind of request.</param>
    /// <param name="delay">How much later, from zero to <see cref="int.MaxValue"/> milliseconds.</param>
    /// <exception cref="ArgumentOutOfRangeException">The delay is out of its range.</exception>
    public static KafkaFault DelayRequest(KafkaApiKey request, TimeSpan delay) =>
        new(FaultKind.DelayRequest) { Request = request, Delay = TimeRange.Check(delay) };

    /// <summary>The request is carried out at once and answered later.</summary>
    /// <param name="request">The kind of request.</param>
    /// <param name="delay">How much later, from zero to <see cref="int.MaxValue"/> milliseconds.</param>
    /// <exception cref="ArgumentOutOfRangeException">The delay is out of its range.</exception>
    public static KafkaFault DelayAnswer(KafkaApiKey request, TimeSpan delay) =>
        new(FaultKind.DelayAnswer) { Request = request, Delay = TimeRange.Check(delay) };

    internal Fault ToRule() => new(Kind)
    {
        Api = (ApiKey?)Request,
        Times = Times,
        Error = Error,
        Delay = Delay,
        When = request => (BrokerId is null || BrokerId == request.Broker.Id)
            && (ClientId is null || ClientId == request.Header.ClientId)
            && (Topic is null || RequestTopics.Include(request, Topic))
            && (When is null || When(new KafkaRequest(request))),
    };
}
