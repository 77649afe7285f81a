using System.ComponentModel;
using System.Text.Json.Serialization;

namespace KafkaGen.Contracts;

/// <summary>Tells a value that it is written, also where it implements the interface explicitly or is a struct. Called by generated code.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class JsonCallbacks
{
    /// <summary>Calls <see cref="IJsonOnSerializing.OnSerializing"/>, without a box around a struct.</summary>
    /// <typeparam name="T">The value's type.</typeparam>
    /// <param name="value">The value.</param>
    public static void OnSerializing<T>(ref T value)
        where T : IJsonOnSerializing => value.OnSerializing();

    /// <summary>Calls <see cref="IJsonOnSerialized.OnSerialized"/>, without a box around a struct.</summary>
    /// <typeparam name="T">The value's type.</typeparam>
    /// <param name="value">The value.</param>
    public static void OnSerialized<T>(ref T value)
        where T : IJsonOnSerialized => value.OnSerialized();
}
