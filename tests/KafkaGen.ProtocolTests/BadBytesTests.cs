using CsCheck;
using KafkaGen.Protocol;

namespace KafkaGen.ProtocolTests;

/// <summary>
/// Whatever the bytes are, reading them ends in a message or in <see cref="ProtocolException"/>, and takes memory in proportion to them.
/// </summary>
[Trait("Draws", "Random")]
public sealed class BadBytesTests
{
    private const int BytesOfMemoryPerByte = 400;
    private const int FreeBytes = 256 * 1024;

    [Theory]
    [MemberData(nameof(MessageVersions.All), MemberType = typeof(MessageVersions))]
    public void Message_that_is_cut_off_anywhere_is_refused(string name, bool isRequest, short version)
    {
        Api api = MessageVersions.Api(name);
        MessageGen.Of(api, isRequest, version).Check(
            count: 3,
            message =>
            {
                byte[] bytes = MessageBytes.Write(message, api, version);
                for (int length = 0; length < bytes.Length; length++)
                {
                    Assert.Throws<ProtocolException>(() => MessageBytes.Read(bytes.AsMemory(0, length), api, isRequest, version));
                }
            },
            print: MessageText.Of);
    }

    [Theory]
    [MemberData(nameof(MessageVersions.All), MemberType = typeof(MessageVersions))]
    public void Message_with_bytes_behind_its_end_is_refused(string name, bool isRequest, short version)
    {
        Api api = MessageVersions.Api(name);
        MessageGen.Of(api, isRequest, version).Check(
            count: 3,
            message => Assert.Throws<ProtocolException>(
                () => MessageBytes.Read((byte[])[.. MessageBytes.Write(message, api, version), 0], api, isRequest, version)),
            print: MessageText.Of);
    }

    [Theory]
    [MemberData(nameof(MessageVersions.All), MemberType = typeof(MessageVersions))]
    public void Changed_bytes_are_read_or_refused(string name, bool isRequest, short version)
    {
        Api api = MessageVersions.Api(name);
        Gen<byte[]> changed = Gen.Select(MessageGen.Of(api, isRequest, version), Gen.Select(Gen.Int[0, 100_000], Gen.Byte).Array[1, 4])
            .Select((message, changes) =>
            {
                byte[] bytes = MessageBytes.Write(message, api, version);
                foreach ((int at, byte value) in changes)
                {
                    if (bytes.Length > 0)
                    {
                        bytes[at % bytes.Length] = value;
                    }
                }

                return bytes;
            });
        changed.Check(count: 60, bytes => ReadOrRefuse(bytes, api, isRequest, version), print: Convert.ToHexStringLower);
    }

    [Theory]
    [MemberData(nameof(MessageVersions.All), MemberType = typeof(MessageVersions))]
    public void Random_bytes_are_read_or_refused(string name, bool isRequest, short version)
    {
        Api api = MessageVersions.Api(name);
        Gen<byte> likely = Gen.OneOf(Gen.Byte, Gen.OneOf<byte>(0, 1, 2, 0x7F, 0x80, 0xFF));
        likely.Array[0, 80].Check(count: 120, bytes => ReadOrRefuse(bytes, api, isRequest, version), print: Convert.ToHexStringLower);
    }

    [Fact]
    public void Random_frames_are_read_or_refused() => Gen.Byte.Array[0, 60].Check(
        count: 5_000,
        bytes =>
        {
            // Most random numbers are no API.
            byte[] known = [0, (byte)(bytes.Length > 0 ? bytes[0] % 64 : 0), 0, .. bytes];
            Bounded(() => MessageFrame.ReadRequest(known), known.Length);
            foreach (Api api in ApiCatalog.All)
            {
                Bounded(() => MessageFrame.ReadResponse(bytes, api, api.MaxVersion), bytes.Length);
            }
        },
        print: Convert.ToHexStringLower);

    private static void ReadOrRefuse(byte[] bytes, Api api, bool isRequest, short version) =>
        Bounded(() => MessageBytes.Read(bytes, api, isRequest, version), bytes.Length);

    private static void Bounded(Action read, int length)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            read();
        }
        catch (ProtocolException)
        {
            // That is what it is for.
        }

        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(allocated <= FreeBytes + ((long)length * BytesOfMemoryPerByte), $"{length} bytes took {allocated} bytes of memory");
    }
}
