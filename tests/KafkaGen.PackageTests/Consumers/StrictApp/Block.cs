using System.Text.Json.Serialization;
using KafkaGen;

namespace Outer
{
    namespace Inner
    {
        public enum State
        {
            Created,
            Paid,
        }

        [KafkaTopic("in.block")]
        public readonly record struct Order([PartitionKey] long Id, [property: JsonConverter(typeof(JsonStringEnumConverter<State>))] State State);
    }
}
