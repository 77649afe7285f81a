using System.Reflection;
using System.Runtime.InteropServices;

namespace KafkaGen.Native;

/// <summary>
/// Finds librdkafka, once for KafkaGen's own calls and for Confluent.Kafka's: the file that NuGet put beside the application first, then the
/// system's. Debian's runtime package has no <c>librdkafka.so</c>, the name that Confluent.Kafka asks for, so without the mapping a consumer
/// in the same process would not start there, or would load a second copy.
/// </summary>
internal static class LibrdkafkaResolver
{
    /// <summary>An explicit path to the library, for an installation in an unusual place. Nothing else is tried when it is set.</summary>
    internal const string PathVariable = "KAFKAGEN_LIBRDKAFKA";

    /// <summary>2.0.0: the oldest version with every function and property that the sender relies on.</summary>
    internal const int OldestVersion = 0x02000000;

    private const string ConfluentName = "librdkafka";

    private static readonly object s_gate = new();
    private static readonly HashSet<Assembly> s_served = [];
    private static nint s_library;

    /// <summary>Makes sure that the library is loaded and new enough, and that Confluent.Kafka finds the same one.</summary>
    /// <exception cref="NativeLibraryException">It is missing or too old, or the process is a 32-bit one.</exception>
    internal static void EnsureLoaded()
    {
        EnsureProcess(Environment.Is64BitProcess);
        ServeClients();
        if (!IsLinkedStatically)
        {
            ConfluentLeaderEpoch.SupplyWhereMissing(Load());
        }

        EnsureSupported(Librdkafka.rd_kafka_version(), VersionText());
    }

    /// <summary>Maps the library's names for KafkaGen's P/Invokes and for Confluent.Kafka's. Loads nothing yet.</summary>
    internal static void ServeClients()
    {
        Serve(typeof(LibrdkafkaResolver).Assembly);
        Serve(typeof(Confluent.Kafka.Library).Assembly);
    }

    /// <summary>Maps both library names for the P/Invokes of <paramref name="assembly"/>.</summary>
    internal static void Serve(Assembly assembly)
    {
        lock (s_gate)
        {
            if (!s_served.Add(assembly))
            {
                return;
            }

            try
            {
                NativeLibrary.SetDllImportResolver(assembly, Resolve);
            }
            catch (InvalidOperationException)
            {
                // The application has set a resolver of its own on that assembly. It knows better, and there can be only one.
            }
        }
    }

    /// <summary>Whether an idempotent producer may fail for good after a possibly persisted record (librdkafka issue 4438, mended in 2.3).</summary>
    internal static bool HasIdempotenceDefect => Librdkafka.rd_kafka_version() < 0x02030000;

    /// <summary>Whether brokers from Kafka 3.8.1 and 4.0 on refuse every SCRAM password (librdkafka issue 4895, mended in 2.6.1).</summary>
    internal static bool HasScramDefect => Librdkafka.rd_kafka_version() < 0x02060100;

    /// <summary>The loaded library's version, such as <c>2.15.1</c>.</summary>
    internal static unsafe string VersionText() => Marshal.PtrToStringUTF8((nint)Librdkafka.rd_kafka_version_str()) ?? "unknown";

    // A record's pointer carries more than 32 bits, and the native structures are declared as a 64-bit process lays them out.
    internal static void EnsureProcess(bool is64Bit)
    {
        if (!is64Bit)
        {
            throw new NativeLibraryException(
                "KafkaGen's binding to librdkafka needs a 64-bit process, and this is a 32-bit one. Publish for a 64-bit runtime identifier such as win-x64, " +
                "set PlatformTarget to x64, or take 'Prefer32Bit' from the project.");
        }
    }

    internal static void EnsureSupported(int version, string versionText)
    {
        if (version < OldestVersion)
        {
            throw new NativeLibraryException(
                $"librdkafka {versionText} is too old: KafkaGen needs 2.0.0 or newer. {HowToInstall()}");
        }
    }

    /// <summary>Loads the first of <paramref name="candidates"/> that exists.</summary>
    internal static nint LoadFirst(IEnumerable<string> candidates, Func<string, nint> tryLoad)
    {
        List<string> tried = [];
        foreach (string candidate in candidates)
        {
            nint library = tryLoad(candidate);
            if (library != 0)
            {
                return library;
            }

            tried.Add(candidate);
        }

        throw new NativeLibraryException(
            $"librdkafka, the native library that carries the records, was not found, neither beside the application nor as {string.Join(", ", tried)}. {HowToInstall()}");
    }

    private static nint LoadBest() => Environment.GetEnvironmentVariable(PathVariable) is { Length: > 0 } path
        ? LoadExplicit(path)
        : LoadFirst(FilesBesideTheApplication().Concat(SystemNames()), TryLoad);

    /// <summary>Loads the file that <see cref="PathVariable"/> names.</summary>
    internal static nint LoadExplicit(string path)
    {
        try
        {
            return NativeLibrary.Load(path);
        }
        catch (Exception error) when (error is DllNotFoundException or BadImageFormatException)
        {
            throw new NativeLibraryException(
                $"The environment variable {PathVariable} names '{path}', which cannot be loaded: {error.Message} Correct or unset it.", error);
        }
    }

    // NuGet's files are looked for by their full path: a bare name would also find a system's library of the same name, and which of two
    // versions an application runs on would depend on what else is installed.
    private static IEnumerable<string> FilesBesideTheApplication()
    {
        string directories = AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES") as string ?? "";
        return directories.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Append(AppContext.BaseDirectory)
            .Distinct()
            .SelectMany(directory => RedistributedNames().Select(name => Path.Combine(directory, name)))
            .Where(File.Exists);
    }

    // The files of the package librdkafka.redist.
    private static string[] RedistributedNames()
    {
        if (OperatingSystem.IsWindows())
        {
            return ["librdkafka.dll"];
        }

        if (OperatingSystem.IsMacOS())
        {
            return ["librdkafka.dylib"];
        }

        return RuntimeInformation.RuntimeIdentifier.Contains("musl", StringComparison.Ordinal)
            ? ["alpine-librdkafka.so"]
            : ["librdkafka.so", "centos8-librdkafka.so"];
    }

    private static string[] SystemNames()
    {
        if (OperatingSystem.IsWindows())
        {
            return ["librdkafka"];
        }

        return OperatingSystem.IsMacOS()
            ? ["librdkafka.1.dylib", "/opt/homebrew/lib/librdkafka.1.dylib", "/usr/local/lib/librdkafka.1.dylib"]
            : ["librdkafka.so.1", "librdkafka"];
    }

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? searchPath) =>
        name is Librdkafka.LibraryName or ConfluentName ? Load() : 0;

    private static nint Load()
    {
        lock (s_gate)
        {
            if (s_library == 0)
            {
                s_library = LoadBest();
            }

            return s_library;
        }
    }

    private static nint TryLoad(string candidate) =>
        NativeLibrary.TryLoad(candidate, typeof(LibrdkafkaResolver).Assembly, searchPath: null, out nint library) ? library : 0;

    // Set by the package's build targets, for the Native AOT compiler alone. KafkaGen's calls then need no file; Confluent.Kafka's still do.
    private static bool IsLinkedStatically => AppContext.TryGetSwitch("KafkaGen.StaticLibrdkafka", out bool linked) && linked;

    private static string HowToInstall() =>
        "Install it with the package librdkafka.redist (a dependency of Confluent.Kafka, restored by NuGet) or from the system: " +
        "'apt-get install librdkafka1' on Debian and Ubuntu, 'apk add librdkafka' on Alpine, 'brew install librdkafka' on macOS. " +
        $"For another place set the environment variable {PathVariable} to the file's path.";
}
