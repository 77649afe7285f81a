using System.ComponentModel;
using System.Diagnostics;

namespace KafkaGen.Benchmarks.Produce;

/// <summary>The C program of <c>C/produce.c</c>, built by the system's compiler when the benchmark starts.</summary>
internal sealed class CProgram : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("kafkagen-benchmark-").FullName;

    private CProgram()
    {
    }

    private string Executable => Path.Combine(_folder, "produce");

    /// <summary>Builds it; <see langword="null"/> where there is no C compiler.</summary>
    public static CProgram? TryBuild()
    {
        CProgram program = new();
        string source = Path.Combine(AppContext.BaseDirectory, "produce.c");
        try
        {
            using Process compiler = Process.Start("cc", ["-O2", "-o", program.Executable, source, "-lpthread", "-ldl"]);
            compiler.WaitForExit();
            return compiler.ExitCode == 0
                ? program
                : throw new InvalidOperationException($"cc could not build {source}; its exit code is {compiler.ExitCode}.");
        }
        catch (Win32Exception)
        {
            Console.Error.WriteLine("There is no C compiler 'cc' here: the rows of C are left out.");
            program.Dispose();
            return null;
        }
    }

    public Child Start(string bootstrap, bool stamped)
    {
        string records = Path.Combine(_folder, stamped ? "stamped" : "ticks");
        EncodedRecords.Save(
            records, stamped ? EncodedRecords.Of(ProduceSettings.MakeStampedTicks()) : EncodedRecords.Of(ProduceSettings.MakeTicks()));
        return Child.Of(Executable, bootstrap, stamped ? StampedTick.Topic : Tick.Topic, ProduceSettings.LingerMs, records);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
