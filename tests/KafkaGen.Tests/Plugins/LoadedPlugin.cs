using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;

namespace KafkaGen.Tests.Plugins;

/// <summary>A plugin in a context of its own, as a host with plugins loads it: what the host has as well comes from the host.</summary>
internal sealed class LoadedPlugin
{
    private readonly AssemblyLoadContext _context;
    private readonly Type _entry;

    private LoadedPlugin(string project)
    {
        _context = new AssemblyLoadContext(project, isCollectible: true);
        string file = typeof(LoadedPlugin).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "PluginFile").Value!;
        using MemoryStream bytes = new(File.ReadAllBytes(file.Replace("{0}", project, StringComparison.Ordinal)));
        Assembly = _context.LoadFromStream(bytes);
        RuntimeHelpers.RunModuleConstructor(Assembly.ManifestModule.ModuleHandle);
        _entry = Assembly.GetType("Plugin.Events.Entry", throwOnError: true)!;
    }

    internal Assembly Assembly { get; }

    internal static LoadedPlugin Load(string project = "Plugin.Events") => new(project);

    /// <summary>Calls a method of the plugin.</summary>
    internal Task<string> CallAsync(string method, object argument) => (Task<string>)_entry.GetMethod(method)!.Invoke(null, [argument])!;

    /// <summary>Begins to unload it. The result tells whether something still keeps it.</summary>
    internal WeakReference Unload()
    {
        _context.Unload();
        return new WeakReference(_context);
    }
}
