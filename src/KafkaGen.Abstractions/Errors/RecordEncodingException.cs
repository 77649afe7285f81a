namespace KafkaGen;

/// <summary>A message holds a value that cannot be written, or one of its members threw. Nothing of the record was sent.</summary>
/// <remarks>An exception that a member's getter threw is the <see cref="Exception.InnerException"/>.</remarks>
public sealed class RecordEncodingException : KafkaGenException
{
    private string? _place;

    /// <summary>Describes a value that cannot be written.</summary>
    /// <param name="message">What is wrong with the value, and what to do; a sentence.</param>
    /// <param name="innerException">The exception of the code that refused the value, when there is one.</param>
    public RecordEncodingException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }

    /// <summary>
    /// The JSON path of the member in the record's value, <c>$.lines[3].price</c>; <see langword="null"/> when the key, a header, the timestamp
    /// or the partition could not be encoded.
    /// </summary>
    public string? Path { get; private set; }

    /// <summary>The place of the value, what is wrong with it, and what to do.</summary>
    public override string Message => _place is null ? base.Message : $"{_place}: {base.Message}";

    /// <summary>Adds the place, known only to the code that the exception passes on its way.</summary>
    internal void Locate(string place, string? path)
    {
        _place = place;
        Path = path;
    }
}
