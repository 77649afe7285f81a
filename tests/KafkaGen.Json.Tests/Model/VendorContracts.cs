using KafkaGen;
using Vendor.Functional;

[assembly: KafkaContract(typeof(Vendor.Standard.Order), "standard.orders", Name = "StandardOrder", Key = "Id")]
[assembly: KafkaContract(typeof(Vendor.Standard.Discreet), "standard.discreet")]
[assembly: KafkaContract(typeof(Order), "functional.orders", Name = "FunctionalOrder", Key = "Id", Timestamp = "At")]
[assembly: KafkaContract(typeof(Mutable), "functional.mutable")]
[assembly: KafkaContract(typeof(Person), "functional.people")]
