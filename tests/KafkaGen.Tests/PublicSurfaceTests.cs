using System.Reflection;

namespace KafkaGen.Tests;

public sealed class PublicSurfaceTests
{
    [Fact]
    public void No_public_type_has_the_name_of_one_of_Confluent_Kafkas()
    {
        HashSet<string> theirs = [.. PublicTypes(typeof(Confluent.Kafka.Library).Assembly)];
        Assembly[] ours = [typeof(KafkaTopicAttribute).Assembly, typeof(KafkaGenClient).Assembly, typeof(KafkaGen.Testing.EmbeddedKafka).Assembly];

        string[] names = [.. ours.SelectMany(PublicTypes)];

        Assert.NotEmpty(names);
        Assert.DoesNotContain(names, theirs.Contains);
    }

    [Fact]
    public void The_error_codes_are_those_of_Confluent_Kafka()
    {
        // Its ErrorCode is made from the same list; the newest codes may be in one of them only.
        int[] theirs = [.. Enum.GetValues<Confluent.Kafka.ErrorCode>().Select(code => (int)code)];
        int[] ours = [.. Enum.GetValues<KafkaErrorCode>().Select(code => (int)code)];

        Assert.True(theirs.Intersect(ours).Count() > 140, "the two lists have too few codes in common");
        Assert.Equal((int)Confluent.Kafka.ErrorCode.Local_MsgTimedOut, (int)KafkaErrorCode.LocalMsgTimedOut);
        Assert.Equal((int)Confluent.Kafka.ErrorCode.UnknownTopicOrPart, (int)KafkaErrorCode.UnknownTopicOrPart);
    }

    // By metadata name: our ProduceException and their generic one are different names to the compiler.
    private static IEnumerable<string> PublicTypes(Assembly assembly) => assembly.GetExportedTypes().Where(type => !type.IsNested).Select(type => type.Name);
}
