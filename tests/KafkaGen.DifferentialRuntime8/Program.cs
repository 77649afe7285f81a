using KafkaGen.DifferentialTests.Running;

return LongRun.Run(args, Console.Out);
