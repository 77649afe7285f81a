using KafkaGen.Json.Tests.Shapes.Running;

return LongRun.Run(args, Console.Out);
