using KafkaGen.Protocol;

namespace KafkaGen.ProtocolTests;

/// <summary>Every message in every version.</summary>
internal static class MessageVersions
{
    public static TheoryData<string, bool, short> All { get; } = Make();

    public static Api Api(string name) => ApiCatalog.All.Single(api => api.Name == name);

    private static TheoryData<string, bool, short> Make()
    {
        var all = new TheoryData<string, bool, short>();
        foreach (Api api in ApiCatalog.All)
        {
            for (short version = api.MinVersion; version <= api.MaxUnstableVersion; version++)
            {
                all.Add(api.Name, true, version);
                all.Add(api.Name, false, version);
            }
        }

        return all;
    }
}
