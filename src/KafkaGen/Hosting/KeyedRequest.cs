namespace KafkaGen.Hosting;

/// <summary>Answers a request for a keyed service whose key is none that there is.</summary>
internal static class KeyedRequest
{
    /// <summary>
    /// <see langword="null"/> for who asks by <c>GetKeyedService</c>, whose contract is that; an error for who needs the service, by <c>GetRequiredKeyedService</c> or a
    /// parameter of a constructor.
    /// </summary>
    /// <param name="error">The error that names what there is.</param>
    /// <remarks>
    /// A container gives a factory the key and not the kind of the request, and would inject a <see langword="null"/> or fail without a word of which keys there are. The
    /// stack tells it, and this is no way that an application takes often. Where there is no stack to read, such as in a native build without one, it is an error.
    /// </remarks>
    internal static T? Unknown<T>(Exception error)
        where T : class
    {
        const string Optional = ".GetKeyedService";
        const string Required = ".GetRequiredKeyedService";
        const string Constructor = ".VisitConstructor(";

        // From the inside out: the request that is nearest is the one to answer. A required one is made of an optional one.
        string stack = Environment.StackTrace;
        int constructor = stack.IndexOf(Constructor, StringComparison.Ordinal);
        int optional = stack.IndexOf(Optional, StringComparison.Ordinal);
        bool isOptional = optional >= 0 && (constructor < 0 || optional < constructor) && !stack[optional..].Contains(Required, StringComparison.Ordinal);
        return isOptional ? null : throw error;
    }
}
